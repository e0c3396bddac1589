import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { whyQuery, type RunDetail } from "@/api/executions";
import { Icon } from "@/ui/icons/icon";
import styles from "./failure-card.module.css";
import { exitText } from "./reason";
import type { Traceback } from "./traceback";
import { words } from "./words";

interface Props {
  p: string;
  run: RunDetail;
  traceback: Traceback | undefined;
  /** The first line of the traceback, once its number is known. */
  line: number | undefined;
}

/** Why a run failed: in plain words what its program said last, and where. */
export function FailureCard({ p, run, traceback, line }: Props) {
  const why = useQuery(whyQuery(p, run.id, run.state));
  const { failure } = words;
  return (
    <section className={styles.card} aria-label={failure.label}>
      <Icon name="x" size={18} stroke={2.4} />
      <div className={styles.text}>
        <h2>{traceback ? (failure.kinds[traceback.kind] ?? failure.kind(traceback.kind)) : why.data?.headline}</h2>
        {traceback && <Said traceback={traceback} />}
        {traceback?.place && (
          <p>
            <Link to="/p/$p/jobs/$job" params={{ p, job: run.job }} search={{ tab: "code" }}>
              {failure.place(traceback.place.file, traceback.place.line)}
            </Link>
            {traceback.place.within && failure.within(traceback.place.within)}
          </p>
        )}
        <p className={styles.exit}>{[traceback && why.data?.headline, exitText(run)].filter(Boolean).join(" ")}</p>
      </div>
      {line !== undefined && (
        <Button
          component={Link}
          to={`/p/${p}/runs/${run.id}`}
          search={{ tab: "log" } as never}
          hash={`L${line}`}
          hashScrollIntoView={false}
          variant="default"
        >
          {failure.show}
        </Button>
      )}
    </section>
  );
}

function Said({ traceback: { kind, message } }: { traceback: Traceback }) {
  return <p className={`${styles.said} mono`}>{message === "" ? kind : `${kind}: ${message}`}</p>;
}
