import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { NextRun } from "@/api/schedules";
import { fromNow } from "@/time/moments";
import { useNow } from "@/time/ticking";
import { Icon } from "@/ui/icons/icon";
import styles from "./preview.module.css";
import { words } from "./words";

interface Props {
  runs: readonly NextRun[];
  /** More of them, if there are any. */
  onMore?: (() => void) | undefined;
  /** What one can do with a single run. */
  action?: (run: NextRun) => ReactNode;
}

/** The runs that are ahead, in the schedule's own zone; what will not run stands there too, struck through. */
export function NextRuns({ runs, onMore, action }: Props) {
  const now = useNow();
  return (
    <div className={styles.part}>
      <div className={styles.partHead}>
        <h3>{runs.length === 0 ? words.noNext : words.next(runs.length)}</h3>
        {onMore && (
          <UnstyledButton className={styles.link} onClick={onMore}>
            {words.showMore}
          </UnstyledButton>
        )}
      </div>
      <ol className={styles.next}>
        {runs.map((run) => (
          <li key={run.nominal} data-off={run.outcome !== "will_run"}>
            <time dateTime={run.nominal} title={run.viewer ?? undefined}>
              {dayOf(run.text)}
            </time>
            <span className={styles.time}>
              {run.text.slice(-5)}
              {run.marks.some((mark) => mark.startsWith("dst")) && (
                <span className={styles.mark} title={words.clockChange}>
                  <Icon name="alert" size={13} />
                  <span className={styles.hidden}>{words.clockChange}</span>
                </span>
              )}
            </span>
            <span className={styles.far}>{words.outcomes[run.outcome] ?? fromNow(run.nominal, now)}</span>
            {action?.(run)}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** "Tue 24 Nov" of "Tue 24 Nov 09:00". */
const dayOf = (text: string): string => text.slice(0, text.lastIndexOf(" "));
