import type { RunDetail } from "@/api/executions";
import { Failed, Loading } from "@/ui/states";
import { isOver } from "../reason";
import type { LogModel } from "./log-model";
import { LogPanel } from "./log-panel";
import { NoLog, NotReadable } from "./no-log";
import type { ViewerProps } from "./viewer-props";
import { useLog } from "./use-log";

/** The log of one try: while it is written, and afterwards. */
export function LogViewer(props: ViewerProps) {
  const model = useLog(props.address);
  if (model.state === "loading") return <Loading />;
  if (model.state === "failed" && model.error) return <Refused model={model} />;
  if (model.pages.total === 0 && (model.isComplete || model.generation === 0)) return <NoLog p={props.address.p} run={props.run} />;
  return <LogPanel model={model} {...props} />;
}

function Refused({ model }: { model: LogModel }) {
  const { error } = model;
  if (error?.status === 403) return <NotReadable ask={error.ask} />;
  return error && <Failed error={error} onRetry={() => void model.open()} />;
}

/** The try whose log is shown: the newest that has begun, unless another was chosen. */
export function attemptOf(run: RunDetail, chosen: number | undefined): number {
  if (chosen !== undefined && chosen >= 1 && chosen <= run.attempt) return chosen;
  const isToCome = run.state === "queued" || (isOver(run) && run.attempts.length > 0 && run.attempts.length < run.attempt);
  return isToCome && run.attempt > 1 ? run.attempt - 1 : run.attempt;
}
