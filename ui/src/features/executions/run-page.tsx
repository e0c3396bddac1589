import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { RunDetail } from "@/api/executions";
import { jobQuery, type Job } from "@/api/jobs";
import { projectQuery } from "@/api/projects";
import { Page } from "@/ui/page";
import { FailedPage, LoadingPage, NotFoundPage } from "@/ui/states";
import { SubTabs } from "@/ui/sub-tabs";
import { DetailsTab } from "./details-tab";
import styles from "./executions.module.css";
import { Facts } from "./facts";
import { FailureCard } from "./failure-card";
import { attemptOf } from "./log/log-viewer";
import { LogTab } from "./log-tab";
import { hasFailed } from "./reason";
import { RunActions } from "./run-actions";
import { useRun } from "./use-run";
import { useTraceback } from "./use-traceback";
import { WhyTab } from "./why-tab";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/runs/$id");

/** One run of a job: how it goes, what it says, why. */
export function RunPage() {
  const { p, id } = route.useParams();
  if (!/^[1-9]\d{0,15}$/.test(id)) return <NotFoundPage />;
  return <Loaded key={id} p={p} id={Number(id)} />;
}

function Loaded({ p, id }: { p: string; id: number }) {
  const run = useRun(p, id);
  const job = useQuery({ ...jobQuery(p, run.data?.job ?? ""), enabled: run.data !== undefined });
  if (run.isPending) return <LoadingPage />;
  if (!run.data) return <FailedPage error={run.error} onRetry={() => void run.refetch()} />;
  return <Shown p={p} run={run.data} job={job.data} />;
}

interface ShownProps {
  p: string;
  run: RunDetail;
  job: Job | undefined;
}

function Shown({ p, run, job }: ShownProps) {
  const { tab = "log", try: chosen } = route.useSearch();
  const attempt = attemptOf(run, chosen);
  const { traceback, line } = useTraceback({ p, execution: run.id, attempt }, hasFailed(run));
  const project = useQuery(projectQuery(p));
  const zone = project.data?.tz ?? "UTC";
  const address = `/p/${p}/runs/${run.id}`;
  const { tabs } = words;
  const parts = (["log", "details", "why"] as const).map((part) => ({ label: tabs[part], to: address, search: { tab: part } }));
  return (
    <Page
      isTight
      title={words.runOf(job?.title ?? run.job, run.id)}
      crumbs={[
        { label: p, to: `/p/${p}/jobs` },
        { label: words.title, to: `/p/${p}/runs` },
      ]}
      actions={<RunActions p={p} run={run} job={job} />}
      tabs={<SubTabs label={tabs.label} tabs={parts} open={tab} />}
    >
      <div className={styles.run}>
        <Facts run={run} zone={zone} />
        {hasFailed(run) && (tab === "log" || (tab === "why" && traceback)) && <FailureCard p={p} run={run} traceback={traceback} line={line} />}
        {tab === "why" && <WhyTab p={p} run={run} zone={zone} />}
        {tab === "details" && <DetailsTab p={p} run={run} job={job} zone={zone} />}
        {tab === "log" && <LogTab p={p} run={run} zone={zone} attempt={attempt} firstLine={line} />}
      </div>
    </Page>
  );
}
