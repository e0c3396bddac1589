import { reaches } from "@/api/levels";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { JobRow } from "@/api/jobs";
import { briefly } from "@/time/moments";
import { useNow } from "@/time/ticking";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icons/icon";
import { useShortcut } from "@/ui/keys";
import { Moment } from "@/ui/moment";
import { RunStrip } from "@/ui/run-strip";
import { lookOf } from "@/ui/status";
import { StatusPill } from "@/ui/status-pill";
import { Cell, Row } from "@/ui/table";
import { common } from "@/words/common";
import { JobActions } from "./job-actions";
import styles from "./jobs.module.css";
import { words } from "./words";

interface Props {
  p: string;
  zone: string;
  job: JobRow;
}

/** A job in the list: what it is, how it went, when it runs next, and what one may do with it. */
export const JobLine = memo(function JobLine({ p, zone, job }: Props) {
  return (
    <Row>
      <Cell>
        <Identity p={p} job={job} />
      </Cell>
      <Cell>
        <LastRun p={p} job={job} zone={zone} />
      </Cell>
      <Cell>
        <RunStrip states={job.recent.map((run) => run.state)} />
      </Cell>
      <Cell>
        <When p={p} job={job} />
      </Cell>
      <Cell className={styles.next}>
        <Next job={job} zone={zone} />
      </Cell>
      <Cell>{job.owner && <Owner name={job.owner} />}</Cell>
      <Cell className={styles.actions}>
        <JobActions p={p} job={job} />
      </Cell>
    </Row>
  );
});

function Identity({ p, job }: { p: string; job: JobRow }) {
  const kind = words.kinds[job.kind] ?? job.kind;
  const shortcut = useShortcut("e");
  return (
    <div className={styles.identity}>
      <span className={styles.kind}>
        <Icon name={job.kind === "pyspark" ? "flame" : "python"} size={16} />
      </span>
      <div className={styles.naming}>
        <Link to="/p/$p/jobs/$job" params={{ p, job: job.name }} className={`${styles.title} clip`} {...(reaches(job.level, "edit") && shortcut)}>
          {job.title}
        </Link>
        <span className={`${styles.sub} clip`}>{job.file ? `${kind} · ${job.file}` : job.description || kind}</span>
      </div>
    </div>
  );
}

/** The run that goes on, or else the last one that ended. */
function LastRun({ p, job, zone }: Props) {
  const now = useNow();
  const newest = job.recent.at(-1);
  if (newest && lookOf(newest.state).tone === "running") return <RunLink p={p} run={newest} />;
  if (!job.last) return <span className="dim">{words.neverRan}</span>;
  return <RunLink p={p} run={job.last} detail={briefly(job.last.at, zone, now)} />;
}

function RunLink({ p, run, detail }: { p: string; run: JobRow["recent"][number]; detail?: string }) {
  return (
    <Link to="/p/$p/runs/$id" params={{ p, id: String(run.execution) }} className={styles.last}>
      <StatusPill state={run.state} detail={detail} />
    </Link>
  );
}

/** Its schedules in words, or the way to one. */
function When({ p, job }: { p: string; job: JobRow }) {
  const [first] = job.schedules;
  if (!first) {
    if (!reaches(job.level, "schedule")) return <span className="dim">{words.notPlanned}</span>;
    return (
      <Link to="/p/$p/jobs" params={{ p }} search={(now) => ({ ...now, dialog: "schedule", job: job.name })} className={styles.add}>
        <Icon name="calendar-plus" />
        {words.addSchedule}
      </Link>
    );
  }
  if (first.paused_by) return <StatusPill state="paused" detail={words.pausedBy(first.paused_by)} />;
  return (
    <span className={styles.when} title={first.sentence}>
      {shortSentence(first.sentence)}
      {job.schedule_count > 1 && <span className="dim small"> {words.moreSchedules(job.schedule_count - 1)}</span>}
    </span>
  );
}

const RULE = /^Runs (.*?)(?:, (?:from|until|at most|counted) .*)?, (?:[^,]* time \(|UTC\.)/;

const EXPLAINED = / \([^)]*\)/g; // "weekday (Monday to Friday)"

/** The rule alone: its bounds and its zone stand on the job's page. */
function shortSentence(sentence: string): string {
  const rule = (RULE.exec(sentence)?.[1] ?? sentence).replace(EXPLAINED, "");
  return rule.charAt(0).toUpperCase() + rule.slice(1);
}

function Next({ job, zone }: { job: JobRow; zone: string }) {
  const until = job.schedules[0]?.paused_until;
  if (job.next_at) return <Moment at={job.next_at} zone={zone} isRelative />;
  if (!until) return <span className="dim">{common.nothing}</span>;
  return (
    <span className="dim">
      {words.resumes} <Moment at={until} zone={zone} />
    </span>
  );
}

function Owner({ name }: { name: string }) {
  return (
    <span className={styles.owner} title={name}>
      <Badge name={name} isRound />
      <span className="clip">{name}</span>
    </span>
  );
}
