import { useLocation, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { readRange, writeRange } from "./scroll";

/** The lines that the address marks; a click marks one, with Shift it marks up to there. */
export function useMarks() {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  const marked = useMemo(() => readRange(hash), [hash]);
  const anchor = marked?.from;
  const mark = useCallback(
    (line: number, isRange: boolean) => {
      const wanted = writeRange(isRange && anchor !== undefined ? anchor : line, line);
      void navigate({ to: ".", search: true, hash: wanted, replace: true, hashScrollIntoView: false });
    },
    [anchor, navigate],
  );
  const clear = useCallback(
    () => void navigate({ to: ".", search: true, hash: "", replace: true, hashScrollIntoView: false }),
    [navigate],
  );
  return { marked, mark, clear };
}
