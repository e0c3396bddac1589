import { useEffect, useState } from "react";
import { checkCode, type CodeChecked } from "@/api/code";
import { Problem } from "@/api/problem";

const TYPED_MS = 400;
const NOTHING: CodeChecked = { problems: [], checked: true };

/** What the server finds in a program while it is typed. Only the answer to the newest text counts. */
export function useCodeCheck(p: string, source: string): CodeChecked {
  const [found, setFound] = useState(NOTHING);
  const [mayAsk, setMayAsk] = useState(true);
  const isEmpty = source.trim() === "";

  useEffect(() => {
    if (isEmpty || !mayAsk) return undefined;
    const ending = new AbortController();
    const look = async () => {
      try {
        const answer = await checkCode(p, source, ending.signal);
        if (!ending.signal.aborted) setFound(answer);
      } catch (error) {
        if (ending.signal.aborted) return;
        setFound(NOTHING); // typing goes on without it; what is broken is said when it is saved
        if (error instanceof Problem && error.status === 403) setMayAsk(false);
      }
    };
    const timer = setTimeout(() => void look(), TYPED_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [p, source, isEmpty, mayAsk]);
  return isEmpty ? NOTHING : found;
}
