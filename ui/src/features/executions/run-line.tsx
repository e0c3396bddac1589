import { Link } from "@tanstack/react-router";
import type { RunLine as Line } from "@/api/executions";
import { Icon } from "@/ui/icons/icon";
import { Moment } from "@/ui/moment";
import { StatusPill } from "@/ui/status-pill";
import { Cell, Row } from "@/ui/table";
import { common } from "@/words/common";
import { startedBy, Took } from "./facts";
import styles from "./runs.module.css";
import { words } from "./words";

interface Props {
  p: string;
  zone: string;
  line: Line;
}

/** A run in the list, or a time at which nothing ran. */
export function RunLine({ p, zone, line }: Props) {
  const nothing = <span className="dim">{common.nothing}</span>;
  return (
    <Row>
      <Cell>
        <StatusPill state={line.state} detail={line.stopping ? words.reasons.stopping : (line.words ?? undefined)} />
      </Cell>
      <Cell>
        <What p={p} line={line} />
      </Cell>
      <Cell className={line.due ? undefined : styles.spare}>{line.due ? <Moment at={line.due} zone={zone} /> : nothing}</Cell>
      <Cell>
        <span className={styles.by}>
          {line.schedule !== null && <Icon name="calendar-time" />}
          {startedBy({ cause: line.cause, requested_by: line.by })}
        </span>
      </Cell>
      <Cell className={line.started_at ? undefined : styles.spare}>
        {line.started_at ? <Moment at={line.started_at} zone={zone} /> : nothing}
      </Cell>
      <Cell className="num">
        <Length line={line} />
      </Cell>
      <Cell className={`num dim ${styles.spare}`}>{line.attempts > 0 && line.attempts}</Cell>
    </Row>
  );
}

function What({ p, line }: { p: string; line: Line }) {
  if (line.kind === "fire") return <NotRun p={p} line={line} />;
  return (
    <Link to="/p/$p/runs/$id" params={{ p, id: String(line.id) }} search={{}} className={styles.title}>
      {line.title} <span className={`${styles.number} num`}>{line.id}</span>
    </Link>
  );
}

/** A time at which nothing ran leads to why. */
function NotRun({ p, line: { title, schedule, due } }: { p: string; line: Line }) {
  if (schedule === null || due === null) return <span className={styles.title}>{title}</span>;
  return (
    <Link to="/p/$p/why" params={{ p }} search={{ schedule, at: due }} className={styles.title}>
      {title} <span className={styles.number}>{words.list.why}</span>
    </Link>
  );
}

/** How long it took; for how long it waits; why there was nothing. */
function Length({ line }: { line: Line }) {
  if (line.kind === "fire") return <span className="dim small">{line.sentence}</span>;
  const took = <Took run={{ ...line, created_at: line.at }} />;
  if (line.state !== "queued") return took;
  return (
    <span className="dim">
      {words.list.waits} {took}
    </span>
  );
}
