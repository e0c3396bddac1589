import { status as words } from "@/words/status";
import type { IconName } from "./icons/icon";

/** The states of runs and of environments, and what a time of the ledger can be; each has a tone, an icon and a word of its own. */
export type Status =
  | "succeeded"
  | "failed"
  | "timed_out"
  | "lost"
  | "cancelled"
  | "queued"
  | "waiting"
  | "starting"
  | "running"
  | "retrying"
  | "late"
  | "skipped"
  | "paused"
  | "planned"
  | "building"
  | "ready";

export type Tone = "success" | "failed" | "running" | "queued" | "waiting" | "warn" | "skipped" | "planned";

interface Look {
  tone: Tone;
  icon: IconName;
  word: string;
}

export const LOOKS: Readonly<Record<Status, Look>> = {
  succeeded: { tone: "success", icon: "check", word: words.succeeded },
  failed: { tone: "failed", icon: "x", word: words.failed },
  timed_out: { tone: "failed", icon: "x", word: words.failed },
  lost: { tone: "failed", icon: "x", word: words.failed },
  cancelled: { tone: "queued", icon: "stop", word: words.cancelled },
  queued: { tone: "queued", icon: "clock", word: words.waiting },
  waiting: { tone: "waiting", icon: "eye", word: words.waiting },
  starting: { tone: "running", icon: "spinner", word: words.starting },
  running: { tone: "running", icon: "spinner", word: words.running },
  retrying: { tone: "warn", icon: "alert", word: words.retrying },
  late: { tone: "warn", icon: "alert", word: words.late },
  skipped: { tone: "skipped", icon: "skip", word: words.skipped },
  paused: { tone: "skipped", icon: "pause", word: words.paused },
  building: { tone: "running", icon: "spinner", word: words.building },
  ready: { tone: "success", icon: "check", word: words.ready },
  planned: { tone: "planned", icon: "calendar", word: words.planned },
};

/** The look of a state as the server writes it; one that this page does not know yet is shown by its own word. */
export function lookOf(state: string): Look {
  return LOOKS[state as Status] ?? { tone: "queued", icon: "help", word: state };
}
