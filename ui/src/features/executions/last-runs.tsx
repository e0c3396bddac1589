import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { runsOfJobQuery, type Run } from "@/api/executions";
import { projectQuery } from "@/api/projects";
import { duration, secondsBetween } from "@/time/moments";
import { Moment } from "@/ui/moment";
import { Failed, Loading } from "@/ui/states";
import { StatusPill } from "@/ui/status-pill";
import styles from "./last-runs.module.css";
import { reasonOf } from "./reason";
import { words } from "./words";

interface Props {
  p: string;
  job: string;
}

const SHOWN = 5;

/** How a job went of late, beside its code. */
export function LastRuns({ p, job }: Props) {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id}>{words.last.title}</h2>
      <List p={p} job={job} />
    </section>
  );
}

function List({ p, job }: Props) {
  const project = useQuery(projectQuery(p));
  const found = useQuery(runsOfJobQuery(p, job));
  if (found.isPending) return <Loading rows={2} />;
  if (!found.data) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  const runs = found.data.items.slice(0, SHOWN);
  if (runs.length === 0) return <p className={styles.none}>{words.form.noResults}</p>;
  return (
    <ol className={styles.runs}>
      {runs.map((run) => (
        <li key={run.id}>
          <One p={p} run={run} zone={project.data?.tz ?? "UTC"} />
        </li>
      ))}
    </ol>
  );
}

function One({ p, run, zone }: { p: string; run: Run; zone: string }) {
  return (
    <>
      <Link to="/p/$p/runs/$id" params={{ p, id: String(run.id) }} className={styles.run}>
        <StatusPill state={run.state} detail={reasonOf(run)} />
        <VisuallyHidden>{words.run(run.id)}</VisuallyHidden>
      </Link>
      <span className={styles.facts}>
        <Moment at={run.nominal_at ?? run.created_at} zone={zone} />
        {run.started_at && run.ended_at && <span className="num">{duration(secondsBetween(run.started_at, run.ended_at))}</span>}
      </span>
    </>
  );
}
