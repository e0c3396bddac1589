import { useQuery } from "@tanstack/react-query";
import { whyQuery, type RunDetail } from "@/api/executions";
import { Empty } from "@/ui/states";
import { listed } from "@/words/catalogue";
import { isOver } from "../reason";
import { words as runWords } from "../words";
import { words } from "./words";

/** Why there is nothing to read, from what is known of the run. */
export function NoLog({ p, run }: { p: string; run: RunDetail }) {
  const { none } = words;
  const hasBegun = run.started_at !== null;
  const why = useQuery({ ...whyQuery(p, run.id, run.state), enabled: !hasBegun });
  if (!hasBegun) return <Empty title={isOver(run) ? none.never : none.waiting}>{why.data?.headline}</Empty>;
  if (isOver(run)) return <Empty title={none.nothing}>{none.nothingText}</Empty>;
  return <Empty title={none.running}>{none.runningText}</Empty>;
}

/** For who may see the run, and not what it says. */
export function NotReadable({ ask }: { ask: readonly string[] }) {
  const { notLog } = runWords;
  return <Empty title={notLog.title}>{ask.length > 0 ? notLog.ask(listed(ask)) : notLog.askNobody}</Empty>;
}
