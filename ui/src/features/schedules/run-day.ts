import type { NextRun } from "@/api/schedules";

/** How many runs a preview lists at most: so many that a day of up to fifty is among them from midnight to midnight. */
export const ASKED = 100;

export interface RunDay {
  day: string;
  /** Whether it is seen from midnight to midnight. Of the first day, some of its times may be over. */
  isWhole: boolean;
  times: string[];
}

/** The first day that is seen whole, or what is left of the first of all; undefined where the list ends within it. */
export function runDay(runs: readonly NextRun[]): RunDay | undefined {
  const days = [...Map.groupBy(runs, (run) => run.local.slice(0, 10))];
  const listed = runs.length < ASKED ? days : days.slice(0, -1);
  const found = listed[1] ?? listed[0];
  if (!found) return undefined;
  const [day, its] = found;
  return { day, isWhole: found === listed[1], times: its.map((run) => run.local.slice(11, 16)) };
}
