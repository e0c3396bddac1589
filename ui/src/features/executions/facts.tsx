import type { ReactNode } from "react";
import type { Run, RunDetail } from "@/api/executions";
import { duration, secondsBetween } from "@/time/moments";
import { useSeconds } from "@/time/ticking";
import { Moment } from "@/ui/moment";
import { StatusPill } from "@/ui/status-pill";
import { bytesText } from "@/words/bytes";
import { common } from "@/words/common";
import styles from "./executions.module.css";
import { isOver, reasonOf } from "./reason";
import { words } from "./words";

/** What one wants to know first of a run, in one line. */
export function Facts({ run, zone }: { run: RunDetail; zone: string }) {
  const { facts } = words;
  const memory = Math.max(0, ...run.attempts.map((attempt) => attempt.peak_memory ?? 0));
  const values = Object.entries(run.parameters ?? {});
  return (
    <dl className={styles.facts} aria-label={facts.label}>
      <Fact label={facts.state}>
        <StatusPill state={run.state} detail={reasonOf(run)} />
      </Fact>
      <Fact label={facts.by}>{startedBy(run)}</Fact>
      {run.nominal_at && (
        <Fact label={facts.due}>
          <Moment at={run.nominal_at} zone={zone} />
        </Fact>
      )}
      {run.started_at && (
        <Fact label={facts.started}>
          <Moment at={run.started_at} zone={zone} />
        </Fact>
      )}
      <Fact label={tookLabel(run)}>
        <Took run={run} />
      </Fact>
      <Fact label={facts.attempt}>{run.attempt}</Fact>
      {run.exit_code !== null && <Fact label={facts.exit}>{run.exit_code}</Fact>}
      {memory > 0 && <Fact label={facts.memory}>{bytesText(memory)}</Fact>}
      {values.length > 0 && (
        <Fact label={facts.parameters}>
          <span className="mono">{values.map(([name, value]) => `${name} = ${String(value)}`).join(", ")}</span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

/** Who or what started a run. */
export function startedBy(run: Pick<Run, "cause" | "requested_by">): string {
  const { by } = words;
  if (run.cause === "schedule") return by.schedule;
  if (run.cause === "late") return by.late;
  const name = run.requested_by || by.nobody;
  if (run.cause === "test") return by.test(name);
  return run.cause === "rerun" ? by.again(name) : name;
}

function tookLabel(run: Run): string {
  if (isOver(run)) return words.facts.took;
  return run.started_at ? words.facts.running : words.facts.waits;
}

/** How long a run took, or has been going or waiting until now. */
export function Took({ run }: { run: Pick<Run, "state" | "created_at" | "started_at" | "ended_at"> }) {
  if (!isOver(run)) return <Counting since={run.started_at ?? run.created_at} />;
  if (!run.started_at || !run.ended_at) return <span className="dim">{common.nothing}</span>;
  return duration(secondsBetween(run.started_at, run.ended_at));
}

function Counting({ since }: { since: string }) {
  const now = useSeconds();
  return duration(Math.max(0, Math.round(secondsBetween(since, now))));
}
