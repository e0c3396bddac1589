import { useEffect, useState } from "react";
import { searchLog, type LogAddress, type LogPart } from "@/api/logs";

const MOST_HITS = 1000;
const TYPED_MS = 250;

export interface Search {
  query: string;
  /** The lines that hold it, as far as one has looked. */
  hits: readonly number[];
  isDone: boolean;
  /** The place in `hits` where one is. */
  current: number;
}

const NOTHING: Search = { query: "", hits: [], isDone: true, current: 0 };

/** Looks through a whole log for a text, from its beginning; what is found appears while it goes on. */
export function useSearch({ p, execution, attempt }: LogAddress, typed: string) {
  const [search, setSearch] = useState(NOTHING);

  useEffect(() => {
    const query = typed;
    if (query === "") return undefined;
    const ending = new AbortController();
    const found = (hits: number[], isDone: boolean) =>
      setSearch((now) => ({ query, hits, isDone, current: now.query === query ? now.current : 0 }));
    const timer = setTimeout(() => void lookThrough({ p, execution, attempt }, query, ending.signal, found), TYPED_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [p, execution, attempt, typed]);

  const step = (by: number) =>
    setSearch((now) => ({ ...now, current: now.hits.length === 0 ? 0 : (now.current + by + now.hits.length) % now.hits.length }));
  return { search: typed === "" ? NOTHING : search, step };
}

async function lookThrough(
  address: LogAddress,
  query: string,
  signal: AbortSignal,
  found: (hits: number[], isDone: boolean) => void,
): Promise<void> {
  const hits: number[] = [];
  let part: LogPart | undefined;
  try {
    do {
      part = await searchLog(address, query, part?.next ?? 0, signal);
      for (const item of part.lines) if ("n" in item && item.n !== null && item.n !== hits.at(-1)) hits.push(item.n);
      found([...hits], part.next >= part.size);
    } while (part.next < part.size && hits.length < MOST_HITS);
  } catch {
    if (!signal.aborted) found([...hits], false);
  }
}
