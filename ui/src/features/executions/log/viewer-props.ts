import type { RunDetail } from "@/api/executions";
import type { LogAddress } from "@/api/logs";

/** Which log is shown, and what its viewer is told. */
export interface ViewerProps {
  address: LogAddress;
  run: RunDetail;
  zone: string;
  /** Where to begin, unless the address marks a line: the end, if nothing is said. */
  firstLine: number | undefined;
  onAttempt: (attempt: number) => void;
}
