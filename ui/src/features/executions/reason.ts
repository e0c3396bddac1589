/** Why a run is in its state, in two or three words: what stands behind the word in the pill. */
import type { Run } from "@/api/executions";
import { words } from "./words";

type Facts = Pick<Run, "state" | "reason" | "exit_code" | "signal" | "attempt" | "waits_for" | "stopping">;

const OVER = new Set(["succeeded", "failed", "timed_out", "cancelled", "lost"]);
const BAD = new Set(["failed", "timed_out", "lost"]);

export const isOver = (run: { state: string }): boolean => OVER.has(run.state);

export const hasFailed = (run: { state: string }): boolean => BAD.has(run.state);

/** "exit 1", "time limit", "host restarted"; nothing where the state says it all. */
export function reasonOf(run: Facts): string | undefined {
  const { reasons } = words;
  if (run.stopping) return reasons.stopping;
  if (run.state === "queued") return waitReason(run);
  if (!isOver(run) || run.state === "succeeded") return run.attempt > 1 ? reasons.attempt(run.attempt) : undefined;
  if (run.reason === "exit" && run.exit_code !== null) return reasons.exit(run.exit_code);
  if (run.reason === "signal" && run.signal !== null) return reasons.signal(run.signal);
  return reasons.known[run.reason ?? ""] ?? reasons.ofState[run.state];
}

function waitReason(run: Facts): string | undefined {
  if (run.waits_for !== null) return words.reasons.after(run.waits_for);
  return run.attempt > 1 ? words.reasons.attempt(run.attempt) : undefined;
}

/** What an exit code or a signal says to those who know neither. */
export function exitText(run: Pick<Run, "exit_code" | "signal">): string | undefined {
  if (run.signal !== null) return words.exits.signals[run.signal] ?? words.exits.signal(run.signal);
  if (run.exit_code === null) return undefined;
  const signal = run.exit_code - 128; // how a shell says that what it ran was ended by a signal
  return words.exits.codes[run.exit_code] ?? words.exits.signals[signal] ?? words.exits.other;
}
