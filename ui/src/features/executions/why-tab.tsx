import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { whyQuery, type RunDetail } from "@/api/executions";
import { Moment } from "@/ui/moment";
import { Failed, Loading } from "@/ui/states";
import { happened, type Moments } from "./happened";
import { Checks } from "./why-checks";
import styles from "./why.module.css";
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
        {why.data.fire && <Checks checks={why.data.fire.checks} note={words.why.planned(why.data.fire.local)} />}
        {run.schedule !== null && (
          <p className={styles.other}>
            <Link to="/p/$p/why" params={{ p }} search={{ schedule: run.schedule }}>
              {words.why.otherTime}
            </Link>
          </p>
        )}
      </div>
      <Happened moments={happened(run)} zone={zone} />
    </div>
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
