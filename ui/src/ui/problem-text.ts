import type { Problem } from "@/api/problem";
import { common } from "@/words/common";

/** What happened and what to do next, as one paragraph. */
export function problemText(problem: Problem): string {
  if (problem.isUnreachable) return `${common.failed.unreachable} ${common.failed.unreachableCure}`;
  return `${problem.message || common.failed.unknown} ${problem.hint}`.trim();
}
