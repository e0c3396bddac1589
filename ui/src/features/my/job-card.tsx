import { Progress } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { reaches } from "@/api/levels";
import type { MyJob } from "@/api/my";
import { dayAndTime, duration, fromNow, secondsBetween } from "@/time/moments";
import { useNow } from "@/time/ticking";
import { Icon } from "@/ui/icons/icon";
import { useShortcut } from "@/ui/keys";
import { LinkButton } from "@/ui/link-button";
import { Moment } from "@/ui/moment";
import { lookOf } from "@/ui/status";
import { StatusPill } from "@/ui/status-pill";
import { listed } from "@/words/catalogue";
import styles from "./my.module.css";
import { words } from "./words";

/** One job: what it is for, how it went, when it runs, and the buttons that its reader may press. */
export function JobCard({ job }: { job: MyJob }) {
  const hasFailed = job.running_since === null && job.last !== null && lookOf(job.last.state).tone === "failed";
  return (
    <article className={styles.card} data-failed={hasFailed} aria-label={job.title}>
      <header className={styles.head}>
        <span className={styles.icon}>
          <Icon name={job.kind === "pyspark" ? "flame" : "rocket"} size={20} />
        </span>
        <div>
          <h2>
            <Link to="/p/$p/jobs/$job" params={{ p: job.project, job: job.name }} className={styles.title}>
              {job.title}
            </Link>
          </h2>
          <p className={styles.promise}>{job.description || job.project}</p>
        </div>
      </header>
      <dl className={styles.facts}>
        <dt>{words.last}</dt>
        <dd>{job.running_since ? <Running job={job} since={job.running_since} /> : <Last job={job} />}</dd>
        <dt>{words.next}</dt>
        <dd>{job.next_at ? <Next at={job.next_at} zone={job.tz} /> : <span className="dim">{words.notPlanned}</span>}</dd>
      </dl>
      <footer className={styles.foot}>
        <Buttons job={job} hasFailed={hasFailed} />
        {job.ask.length > 0 && <span className={styles.ask}>{words.ask(listed(job.ask))}</span>}
      </footer>
    </article>
  );
}

function Next({ at, zone }: { at: string; zone: string }) {
  const now = useNow();
  return (
    <>
      <Moment at={at} zone={zone} /> <span className="dim small">{fromNow(at, now)}</span>
    </>
  );
}

function Last({ job }: { job: MyJob }) {
  const now = useNow();
  if (!job.last) return <span className="dim">{words.neverRan}</span>;
  return (
    <>
      <StatusPill state={job.last.state} detail={job.last.words ?? undefined} />
      <span className={styles.when}>{dayAndTime(job.last.at, job.tz, now)}</span>
    </>
  );
}

/** Progress is only shown against what is known: how long it usually takes. */
function Running({ job, since }: { job: MyJob; since: string }) {
  const now = useNow();
  const took = Math.max(0, secondsBetween(since, now));
  const usual = job.usual_s?.[0];
  const percent = usual === undefined ? undefined : Math.min(100, Math.round((took / usual) * 100));
  return (
    <>
      <StatusPill state="running" />
      <span className={styles.when}>{words.running(duration(took), usual === undefined ? undefined : duration(usual))}</span>
      {percent !== undefined && <Progress value={percent} size="xs" mt={6} aria-label={words.progress(percent)} />}
    </>
  );
}

function Buttons({ job, hasFailed }: { job: MyJob; hasFailed: boolean }) {
  const params = { p: job.project, job: job.name };
  const mayRun = reaches(job.level, "run");
  const [runs, schedules] = [useShortcut("r"), useShortcut("s")];
  return (
    <div className={styles.buttons}>
      {hasFailed && job.last && (
        <LinkButton to="/p/$p/runs/$id" params={{ p: job.project, id: String(job.last.execution) }} search={{ tab: "why" }} size="xs" leftSection={<Icon name="help" />}>
          {words.why}
        </LinkButton>
      )}
      {mayRun && (
        <LinkButton to="/p/$p/jobs/$job" params={params} search={{ tab: "run" }} size="xs" variant={hasFailed ? "default" : "filled"} leftSection={<Icon name="play" />} {...runs}>
          {hasFailed ? words.runAgain : words.run}
        </LinkButton>
      )}
      {reaches(job.level, "schedule") && (
        <LinkButton to="/p/$p/jobs/$job" params={params} search={{ tab: "schedules" }} size="xs" variant="default" leftSection={<Icon name="calendar-time" />} {...schedules}>
          {words.changeTime}
        </LinkButton>
      )}
    </div>
  );
}
