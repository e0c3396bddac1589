import { joinWords } from "@/ui/arguments";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Attempt, RunDetail } from "@/api/executions";
import type { Job } from "@/api/jobs";
import { duration, secondsBetween } from "@/time/moments";
import { Moment } from "@/ui/moment";
import { StatusPill } from "@/ui/status-pill";
import { Cell, Row, Table } from "@/ui/table";
import { bytesText } from "@/words/bytes";
import { common } from "@/words/common";
import styles from "./executions.module.css";
import { exitText, reasonOf } from "./reason";
import { words } from "./words";

interface Props {
  p: string;
  run: RunDetail;
  job: Job | undefined;
  zone: string;
}

/** Everything that is known of a run. */
export function DetailsTab({ p, run, job, zone }: Props) {
  return (
    <div className={styles.details}>
      <Attempts run={run} zone={zone} />
      <div className={styles.cards}>
        <Origin p={p} run={run} zone={zone} />
        <Given p={p} run={run} job={job} />
      </div>
    </div>
  );
}

function Attempts({ run, zone }: { run: RunDetail; zone: string }) {
  const { details } = words;
  const { columns } = details;
  return (
    <section>
      <h2 className={styles.heading}>{details.attempts}</h2>
      {run.attempts.length === 0 ? (
        <p className="dim">{details.none}</p>
      ) : (
        <Table label={details.attempts} columns={Object.values(columns)}>
          {run.attempts.map((attempt) => (
            <AttemptLine key={attempt.number} attempt={attempt} zone={zone} />
          ))}
        </Table>
      )}
    </section>
  );
}

function AttemptLine({ attempt, zone }: { attempt: Attempt; zone: string }) {
  const { nothing } = common;
  const detail = reasonOf({ ...attempt, attempt: 1, waits_for: null, stopping: false });
  const took = attempt.started_at && duration(secondsBetween(attempt.started_at, attempt.ended_at));
  return (
    <Row>
      <Cell>{attempt.number}</Cell>
      <Cell>
        <StatusPill state={attempt.state} detail={detail} />
      </Cell>
      <Cell>{attempt.started_at ? <Moment at={attempt.started_at} zone={zone} /> : nothing}</Cell>
      <Cell className="num">{took ?? nothing}</Cell>
      <Cell className="num">{attempt.exit_code ?? nothing}</Cell>
      <Cell className="num">{attempt.peak_memory === null ? nothing : bytesText(attempt.peak_memory)}</Cell>
      <Cell className="num">{attempt.cpu_s === null ? nothing : duration(attempt.cpu_s)}</Cell>
    </Row>
  );
}

function Origin({ p, run, zone }: Omit<Props, "job">) {
  const { details } = words;
  return (
    <Card title={details.origin}>
      <Pair label={details.cause}>{details.causes[run.cause] ?? run.cause}</Pair>
      {run.requested_by && <Pair label={details.by}>{run.requested_by}</Pair>}
      <Pair label={details.asked}>
        <Moment at={run.created_at} zone={zone} />
      </Pair>
      {run.nominal_at && (
        <Pair label={words.facts.due}>
          <Moment at={run.nominal_at} zone={zone} />
        </Pair>
      )}
      {run.schedule !== null && <Pair label={details.schedule}>{details.scheduleNumber(run.schedule)}</Pair>}
      {run.window_start && run.window_end && (
        <Pair label={details.window}>
          <Moment at={run.window_start} zone={zone} /> – <Moment at={run.window_end} zone={zone} />
        </Pair>
      )}
      {run.rerun_of !== null && <Pair label={details.again}>{toRun(p, run.rerun_of)}</Pair>}
      {run.waits_for !== null && <Pair label={details.waits}>{toRun(p, run.waits_for)}</Pair>}
    </Card>
  );
}

const toRun = (p: string, id: number) => (
  <Link to="/p/$p/runs/$id" params={{ p, id: String(id) }}>
    {words.run(id)}
  </Link>
);

function Given({ p, run, job }: Omit<Props, "zone">) {
  const { details } = words;
  const exit = exitText(run);
  return (
    <Card title={details.given} note={run.arguments === null ? details.notGiven : undefined}>
      {run.arguments && (
        <Pair label={details.arguments}>
          {run.arguments.length === 0 ? details.noArguments : <code>{joinWords(run.arguments)}</code>}
        </Pair>
      )}
      {Object.entries(run.parameters ?? {}).map(([name, value]) => (
        <Pair key={name} label={name}>
          <code>{String(value)}</code>
        </Pair>
      ))}
      <Pair label={details.code}>
        <Link to="/p/$p/jobs/$job" params={{ p, job: run.job }}>
          {job?.title ?? run.job}
        </Link>{" "}
        {run.code && <code>{run.code.slice(0, 7)}</code>}
      </Pair>
      {exit && <Pair label={words.facts.exit}>{exit}</Pair>}
      {run.message && <Pair label={details.message}>{run.message}</Pair>}
    </Card>
  );
}

function Card({ title, note, children }: { title: string; note?: string | undefined; children: ReactNode }) {
  return (
    <section className={styles.card}>
      <h2 className={styles.heading}>{title}</h2>
      {note && <p className="dim small">{note}</p>}
      <dl className={styles.pairs}>{children}</dl>
    </section>
  );
}

function Pair({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.pair}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
