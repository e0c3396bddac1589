import { Problem } from "@/api/problem";
import { common } from "@/words/common";

/** What happened and what to do next, as one paragraph. */
export function problemText(error: Error): string {
  if (!(error instanceof Problem)) return error.message;
  if (error.isUnreachable) return `${common.failed.unreachable} ${common.failed.unreachableCure}`;
  return `${error.message || common.failed.unknown} ${error.hint}`.trim();
}

/** What names it to whoever runs the server, where the fault is the server's. */
export const requestText = (error: Error): string | undefined =>
  error instanceof Problem && error.status >= 500 && error.requestId ? common.requestId(error.requestId) : undefined;
