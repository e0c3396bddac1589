import { useEffect, useState } from "react";
import { checkCode, type CodeChecked } from "@/api/code";

const TYPED_MS = 400;
const NOTHING: CodeChecked = { problems: [], checked: true };

/** What the server finds in a program while it is typed. Only the answer to the newest text counts. */
export function useCodeCheck(p: string, source: string): CodeChecked {
  const [found, setFound] = useState(NOTHING);
  const isEmpty = source.trim() === "";

  useEffect(() => {
    if (isEmpty) return undefined;
    const ending = new AbortController();
    const look = async () => {
      try {
        const answer = await checkCode(p, source, ending.signal);
        if (!ending.signal.aborted) setFound(answer);
      } catch {
        if (!ending.signal.aborted) setFound(NOTHING); // typing goes on; what is broken is said when it is saved
      }
    };
    const timer = setTimeout(() => void look(), TYPED_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [p, source, isEmpty]);
  return isEmpty ? NOTHING : found;
}
