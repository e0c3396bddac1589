import { catalogue } from "./catalogue";

export const status = catalogue({
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Cancelled",
  waiting: "Waiting",
  starting: "Starting",
  running: "Running",
  retrying: "Retrying",
  late: "Late",
  skipped: "Skipped",
  paused: "Paused",
  planned: "Planned",
  building: "Building",
  ready: "Ready",
  strip: (count: number, failed: number) => {
    if (count === 1) return failed === 0 ? "Last run: not failed" : "Last run: failed";
    return failed === 0 ? `Last ${count} runs: none failed` : `Last ${count} runs: ${failed} failed`;
  },
});
