import { useEffect, useEffectEvent, useState } from "react";
import { readLevels, readLog, type LogAddress } from "@/api/logs";
import type { LogModel } from "./log-model";
import { grown, isOf, NO_LEVELS, rangesFrom, type Level, type Levels, type Range } from "./levels";

const LOOK_EVERY_MS = 3000;
const MOST_LOOKS = 8; // of 64 MiB each, before it says that it has not seen all
const AT_ONCE = 10_000;

/** What of a log was looked through for errors and warnings: at once, then while it grows. */
export function useLevels({ p, execution, attempt }: LogAddress, { isComplete, generation }: LogModel): Levels {
  const [kept, setKept] = useState({ levels: NO_LEVELS, generation });
  const levels = kept.generation === generation ? kept.levels : NO_LEVELS;
  const look = useEffectEvent(async (of: number, signal: AbortSignal): Promise<boolean> => {
    let found = levels;
    for (let looks = 0; looks < MOST_LOOKS && !signal.aborted; looks += 1) {
      found = grown(found, await readLevels({ p, execution, attempt }, found.scanned, signal));
      if (!signal.aborted) setKept({ levels: found, generation: of });
      if (found.scanned >= found.size) break;
    }
    return true;
  });

  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const goOn = async () => {
      // What cannot be asked now is asked the next time; why not is said by the log itself.
      const hasLooked = !document.hidden && (await look(generation, ending.signal).catch(() => false));
      if (!(isComplete && hasLooked) && !ending.signal.aborted) timer = setTimeout(() => void goOn(), LOOK_EVERY_MS);
    };
    void goOn();
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [isComplete, generation]);
  return levels;
}

/** The next line of a level after a line, or the one before it; none if what was counted is gone. */
export async function lineOf(
  address: LogAddress,
  levels: Levels,
  level: Level,
  line: number,
  by: 1 | -1,
): Promise<{ from: number; text: string } | undefined> {
  for (const range of rangesFrom(levels, level, line, by)) {
    const found = await lookIn(address, range, level, by);
    if (found) return found;
  }
  return undefined;
}

async function lookIn(address: LogAddress, { from, end }: Range, level: Level, by: 1 | -1) {
  let found: { from: number; text: string } | undefined;
  for (let at = from; at < end; ) {
    const { lines } = await readLog(address, { from: at, limit: Math.min(AT_ONCE, end - at) });
    const seen = lines.flatMap((item) => ("n" in item && item.n !== null ? [{ from: item.n, text: item.text }] : []));
    const hits = seen.filter((one) => one.from < end && isOf(level, one.text));
    if (by === 1 && hits[0]) return hits[0];
    found = hits.at(-1) ?? found;
    const last = seen.at(-1)?.from;
    if (last === undefined || last < at) return found;
    at = last + 1;
  }
  return found;
}
