import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { whyQuery, type Check, type Explanation, type RunDetail } from "@/api/executions";
import { Icon, type IconName } from "@/ui/icons/icon";
import { Moment } from "@/ui/moment";
import { Failed, Loading } from "@/ui/states";
import styles from "./why.module.css";
import { happened, type Moments } from "./happened";
import { words } from "./words";

interface Props {
  p: string;
  run: RunDetail;
  zone: string;
}

/** Why a run went as it did: one sentence, then how the scheduler came to it. */
export function WhyTab({ p, run, zone }: Props) {
  const why = useQuery(whyQuery(p, run.id, run.state));
  if (why.isPending) return <Loading />;
  if (!why.data) return <Failed error={why.error} onRetry={() => void why.refetch()} />;
  return (
    <div className={styles.layout}>
      <div>
        <h2 className={styles.headline}>{why.data.headline}</h2>
        {why.data.fire && <p className={styles.consequence}>{why.data.fire.headline}</p>}
        {run.waits_for !== null && (
          <p>
            <Link to="/p/$p/runs/$id" params={{ p, id: String(run.waits_for) }}>
              {words.why.look(run.waits_for)}
            </Link>
          </p>
        )}
        {why.data.fire && <Checks fire={why.data.fire} />}
      </div>
      <Happened moments={happened(run)} zone={zone} />
    </div>
  );
}

function Checks({ fire }: { fire: NonNullable<Explanation["fire"]> }) {
  return (
    <section className={styles.part}>
      <h3>{words.why.order}</h3>
      <p className="dim small">{words.why.planned(fire.local)}</p>
      <ol className={styles.checks}>
        {fire.checks.map((check) => (
          <CheckLine key={check.name} check={check} />
        ))}
      </ol>
    </section>
  );
}

const MARKS: Readonly<Record<string, IconName>> = { true: "check", false: "x", not_reached: "dots" };

function CheckLine({ check }: { check: Check }) {
  const { why } = words;
  const text = check.ok === false ? why.stoppers[check.name] : why.checks[check.name];
  return (
    <li className={styles.check} data-ok={String(check.ok)}>
      <span className={styles.mark}>
        <Icon name={MARKS[String(check.ok)] ?? "help"} size={14} stroke={2.4} />
      </span>
      <span>
        {text ?? check.name}
        {check.ok === "not_reached" && <span className="dim small"> · {why.notReached}</span>}
      </span>
    </li>
  );
}

function Happened({ moments, zone }: { moments: Moments; zone: string }) {
  return (
    <section className={styles.card}>
      <h3>{words.why.happened}</h3>
      <ol className={styles.moments}>
        {moments.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <span className="dim small">
              <Moment at={at} zone={zone} />
            </span>
            {text}
          </li>
        ))}
      </ol>
    </section>
  );
}
