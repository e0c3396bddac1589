import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { jobQuery, type Job } from "@/api/jobs";
import { isGone, Problem } from "@/api/problem";
import { explainQuery, scheduleQuery, type Schedule, type TimeExplained } from "@/api/schedules";
import { Moment } from "@/ui/moment";
import { Page } from "@/ui/page";
import { Empty, Failed, FailedPage, Loading, LoadingPage, NotFoundPage } from "@/ui/states";
import { WhyActions } from "./why-actions";
import { WhyAsk } from "./why-ask";
import { Checks } from "./why-checks";
import { hasRun } from "./why-help";
import { readWhy } from "./why-search";
import styles from "./why.module.css";
import { words } from "./why-words";

const route = getRouteApi("/inside/p/$p/why");

/** Why a schedule did not run at a time, or did, or will, or will not. */
export function WhyPage() {
  const { p } = route.useParams();
  const { schedule } = readWhy({ ...route.useSearch() }); // the router leaves what was not understood where it was
  return schedule === undefined ? <NotFoundPage /> : <Loaded key={schedule} p={p} id={schedule} />;
}

function Loaded({ p, id }: { p: string; id: number }) {
  const found = useQuery(scheduleQuery(p, id));
  const job = useQuery({ ...jobQuery(p, found.data?.target.job ?? ""), enabled: found.data !== undefined });
  if (found.isPending || (job.isPending && job.isEnabled)) return <LoadingPage />;
  if (!found.data || isGone(found.error)) {
    return <FailedPage error={found.error ?? new Problem({ status: 404 })} onRetry={() => void found.refetch()} />;
  }
  return <Shown p={p} schedule={found.data} job={job.data} />;
}

interface ShownProps {
  p: string;
  schedule: Schedule;
  job: Job | undefined;
}

function Shown({ p, schedule, job }: ShownProps) {
  const { at } = readWhy({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const why = useQuery({ ...explainQuery(p, schedule.id, at ?? ""), enabled: at !== undefined });
  const problem = why.error instanceof Problem ? why.error : undefined;
  const name = schedule.target.job ?? "";
  const title = job?.title ?? name;
  const jobAt = `/p/${p}/jobs/${name}`;
  const ask = (asked: string) => void navigate({ search: (now) => ({ ...now, at: asked }) });
  return (
    <Page isTight title={titleOf(why.data)} crumbs={[{ label: p, to: `/p/${p}/jobs` }, { label: title, to: jobAt }]}>
      <div className={styles.layout} data-asking={!why.data || undefined}>
        <Answer why={why} problem={problem} isAsked={at !== undefined} title={title}>
          {why.data && <WhyActions p={p} schedule={schedule} answer={why.data} level={job?.level} />}
        </Answer>
        <aside className={styles.side}>
          <WhyAsk key={at} zone={schedule.tz} at={at} error={problem?.of("at")} onAsk={ask} />
          <Itself p={p} schedule={schedule} />
        </aside>
      </div>
    </Page>
  );
}

function titleOf(answer: TimeExplained | undefined): string {
  const { titles } = words;
  if (!answer) return titles.open;
  if (answer.tense === "future") return titles.future;
  return hasRun(answer) ? titles.ran : titles.not;
}

interface AnswerProps {
  why: { data: TimeExplained | undefined; isPending: boolean; error: Error | null; refetch: () => unknown };
  problem: Problem | undefined;
  isAsked: boolean;
  title: string;
  children: React.ReactNode;
}

function Answer({ why, problem, isAsked, title, children }: AnswerProps) {
  if (!isAsked || problem?.of("at")) return <Empty title={words.open}>{words.openText}</Empty>;
  if (why.isPending) return <Loading rows={4} />;
  if (!why.data) return <Failed error={why.error ?? new Problem({})} onRetry={() => void why.refetch()} />;
  return (
    <div>
      <p className="dim">{words.about(title, why.data.local)}</p>
      <h2 className={styles.headline}>{why.data.headline}</h2>
      {children}
      <Checks checks={why.data.checks} />
    </div>
  );
}

function Itself({ p, schedule }: { p: string; schedule: Schedule }) {
  const { next_fire_at: next, pause, tz, target } = schedule;
  return (
    <section className={styles.card}>
      <h2>{words.schedule.title}</h2>
      <p className={styles.sentence}>{schedule.sentence}</p>
      <p className="dim small">
        {pause && words.schedule.paused}
        {!pause && next === null && words.schedule.over}
        {!pause && next !== null && (
          <>
            {words.schedule.next}: <Moment at={next} zone={tz} />
          </>
        )}
      </p>
      <p className="small">
        <Link to="/p/$p/jobs/$job" params={{ p, job: target.job ?? "" }} search={{ tab: "schedules" }}>
          {words.schedule.open}
        </Link>
      </p>
    </section>
  );
}
