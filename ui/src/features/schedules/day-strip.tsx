import type { NextRun } from "@/api/schedules";
import { dayText } from "@/time/days";
import styles from "./preview.module.css";
import { runDay } from "./run-day";
import { words } from "./words";

const WIDTH = 1440;
const HOURS = ["00:00", "06:00", "12:00", "18:00", "24:00"];

/** The runs of one day, where it has several. */
export function DayStrip({ runs }: { runs: readonly NextRun[] }) {
  const found = runDay(runs);
  if (!found || found.times.length < 2) return null;
  const { day, isWhole, times } = found;
  return (
    <div className={styles.part}>
      <div className={styles.partHead}>
        <h3>{isWhole ? words.onARunDay : words.onThatDay(dayText(day))}</h3>
        <span>{words.times(times.length)}</span>
      </div>
      <svg
        className={styles.strip}
        viewBox={`0 0 ${WIDTH} 14`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.stripSummary(times.length, times[0] as string, times.at(-1) as string)}
      >
        {times.map((time) => (
          <rect key={time} x={minutesOf(time)} y="0" width="6" height="14" />
        ))}
      </svg>
      <div className={styles.hours} aria-hidden>
        {HOURS.map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
    </div>
  );
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
