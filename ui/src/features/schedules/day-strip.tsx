import type { NextRun } from "@/api/schedules";
import styles from "./preview.module.css";
import { words } from "./words";

const WIDTH = 1440;
const HOURS = ["00:00", "06:00", "12:00", "18:00", "24:00"];

/** The runs of one whole day, where it has several. */
export function DayStrip({ runs }: { runs: readonly NextRun[] }) {
  const times = timesOfADay(runs);
  if (times.length < 2) return null;
  return (
    <div className={styles.part}>
      <div className={styles.partHead}>
        <h3>{words.onARunDay}</h3>
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

/** Of the days that are seen from midnight to midnight, the first; the first day of all where there is no other. */
function timesOfADay(runs: readonly NextRun[]): string[] {
  const days = Map.groupBy(runs, (run) => run.local.slice(0, 10));
  const names = [...days.keys()];
  const whole = names.length > 2 ? names[1] : names[0];
  return (days.get(whole ?? "") ?? []).map((run) => run.local.slice(11, 16));
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
