import type { RunDetail } from "@/api/executions";
import { words } from "./words";

export type Moments = readonly { at: string; text: string }[];

/** What is known to have happened to a run, in order. */
export function happened(run: RunDetail): Moments {
  const { why, details } = words;
  const isPlanned = run.cause === "schedule" || run.cause === "late";
  const asked = isPlanned || !run.requested_by ? why.askedBySchedule : why.asked(run.requested_by);
  const found = [
    { at: run.nominal_at, text: details.causes.schedule ?? "" },
    { at: run.created_at, text: asked },
    { at: run.started_at, text: why.began },
    ...run.attempts.slice(0, -1).map((attempt) => ({ at: attempt.ended_at, text: why.tried(attempt.number) })),
    { at: run.ended_at, text: why.ended },
  ];
  const known = found.filter((one): one is { at: string; text: string } => one.at !== null);
  return known.toSorted((one, other) => one.at.localeCompare(other.at));
}
