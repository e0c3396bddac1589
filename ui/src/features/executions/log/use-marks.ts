import { useLocation, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { readRange, writeRange } from "./scroll";

export interface Marked {
  from: number;
  to: number;
  /** Who comes to the same lines again wants to see them again. */
  visit: string | undefined;
}

/** The lines that the address marks; a click marks one, with Shift it marks up to there. */
export function useMarks() {
  const hash = useLocation({ select: (location) => location.hash });
  const navigate = useNavigate();
  // oxlint-disable-next-line no-underscore-dangle -- so the router calls it
  const visit = useLocation({ select: (location) => location.state.__TSR_key });
  const marked = useMemo((): Marked | undefined => {
    const range = readRange(hash);
    return range && { ...range, visit };
  }, [hash, visit]);
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
