/** What the address of the list of runs says, and what is asked for it. Pure. */
import type { RunsWanted } from "@/api/executions";

const STATES = {
  waiting: ["queued"],
  running: ["starting", "running"],
  succeeded: ["succeeded"],
  failed: ["failed", "timed_out", "lost"],
  cancelled: ["cancelled"],
  skipped: ["skipped"],
} as const satisfies Record<string, RunsWanted["state"]>;

export type StateName = keyof typeof STATES;
export const STATE_NAMES = Object.keys(STATES) as readonly StateName[];

/** What stands in the address. */
export interface RunsSearch {
  q?: string;
  state?: StateName;
  by?: "me" | "schedule";
  job?: string;
}

const isState = (value: unknown): value is StateName => typeof value === "string" && Object.hasOwn(STATES, value);

/** What is understood of an address; the rest is left out. */
export function readSearch({ q, state, by, job }: Record<string, unknown>): RunsSearch {
  return {
    // A number in an address is read as one.
    ...((typeof q === "string" && q !== "") || typeof q === "number" ? { q: String(q) } : {}),
    ...(isState(state) ? { state } : {}),
    ...(by === "me" || by === "schedule" ? { by } : {}),
    ...(typeof job === "string" && job !== "" ? { job } : {}),
  };
}

export function wantedOf({ state, ...rest }: RunsSearch): RunsWanted {
  return state ? { ...rest, state: [...STATES[state]] } : rest;
}
