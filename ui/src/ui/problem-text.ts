import { Problem } from "@/api/problem";
import { common } from "@/words/common";

/** What happened and what to do next, as one paragraph. */
export function problemText(problem: Error): string {
  if (!(problem instanceof Problem)) return problem.message;
  if (problem.isUnreachable) return `${common.failed.unreachable} ${common.failed.unreachableCure}`;
  return `${problem.message || common.failed.unknown} ${problem.hint}`.trim();
}

/** What names it to whoever runs the server, where the fault is the server's. */
export const requestText = (problem: Problem): string | undefined =>
  problem.status >= 500 && problem.requestId ? common.requestId(problem.requestId) : undefined;
