import type { Problem } from "@/api/problem";
import { common } from "@/words/common";

/** What is wrong with each field, for a form whose fields may be out of sight; `name` says what a field is called there. */
export const faultTexts = (problem: Problem, name: (field: string) => string): string[] =>
  problem.faults.map(({ field, text }) => `${name(field)}: ${text}`);

/** What happened and what to do next, as one paragraph. */
export function problemText(problem: Problem): string {
  if (problem.isUnreachable) return `${common.failed.unreachable} ${common.failed.unreachableCure}`;
  return `${problem.message || common.failed.unknown} ${problem.hint}`.trim();
}
