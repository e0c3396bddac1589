/** What helps with an answer, for who may do it. Pure; the server decides once more. */
import { reaches } from "@/api/levels";
import type { Schedule, TimeExplained } from "@/api/schedules";

export type Help = "run" | "resume" | "retry" | "unskip" | "change";

const RAN = new Set(["ran", "late", "waited"]);
const COULD_RUN = new Set(["paused", "skipped_overlap", "skipped_full", "skipped_by_person", "merged", "missed", "refused"]);
const BY_RULE = new Set([
  "not_due", "before_start", "after_end", "limit_reached", "other_rule", "skipped_overlap", "skipped_full", "missed", "error", "parked",
]);

export const hasRun = ({ outcome }: Pick<TimeExplained, "outcome">): boolean => RAN.has(outcome);

/** The run that came of it, if one did. */
export function runOf({ checks }: Pick<TimeExplained, "checks">): number | undefined {
  const known = checks.map(({ facts }) => facts.execution).find((run) => typeof run === "number");
  return known as number | undefined;
}

type Asked = Pick<Schedule, "state" | "pause" | "parked">;

export function helpFor({ outcome }: Pick<TimeExplained, "outcome">, schedule: Asked, level: string | undefined): Help[] {
  const mayChange = reaches(level, "schedule");
  if (schedule.state === "ended" && schedule.parked === null) return reaches(level, "run") && COULD_RUN.has(outcome) ? ["run"] : [];
  const helps: Help[] = [];
  if (reaches(level, "run") && COULD_RUN.has(outcome)) helps.push("run");
  if (mayChange && schedule.pause && (outcome === "paused" || outcome === "will_be_paused")) helps.push("resume");
  if (mayChange && schedule.parked !== null) helps.push("retry");
  if (mayChange && outcome === "will_be_skipped") helps.push("unskip");
  if (mayChange && BY_RULE.has(outcome)) helps.push("change");
  return helps;
}
