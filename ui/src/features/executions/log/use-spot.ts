import { useRef, useState } from "react";
import type { LogAddress } from "@/api/logs";
import { worst, type Level, type Levels } from "./levels";
import { lineOf } from "./use-levels";

/** The error, or the warning, that one has jumped to. */
export interface Spot {
  from: number;
  text: string;
}

/** Jumps from one error to the next. What was asked for last counts, however slow the answers are. */
export function useSpot(address: LogAddress, levels: Levels) {
  const [spot, setSpot] = useState<Spot>();
  const asked = useRef(0);

  async function step(line: number, by: 1 | -1, level: Level | undefined = worst(levels)) {
    if (!level) return;
    asked.current += 1;
    const mine = asked.current;
    const found = await lineOf(address, levels, level, line, by).catch(() => undefined);
    if (mine === asked.current && found) setSpot({ ...found });
  }
  return { spot, step, leave: () => setSpot(undefined) };
}
