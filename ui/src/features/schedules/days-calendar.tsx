import { addDays, dayOfMonth, dayText, shortDay } from "@/time/days";
import styles from "./preview.module.css";
import { WEEKDAYS } from "./form";
import { words } from "./words";

export const DAYS_SHOWN = 35;

interface Props {
  /** A Monday. */
  from: string;
  today: string;
  /** How many runs each day has, by day; days without one are left out. */
  runs: Readonly<Record<string, number>>;
  first: string | undefined;
  last: string | undefined;
}

/** Five weeks, with the days on which it runs. */
export function DaysCalendar({ from, today, runs, first, last }: Props) {
  const days = Array.from({ length: DAYS_SHOWN }, (_, count) => addDays(from, count));
  const to = days.at(-1) as string;
  const on = days.filter((day) => runs[day]);
  return (
    <div className={styles.part}>
      <div className={styles.partHead}>
        <h3>{words.days}</h3>
        <span className="num">{words.daysOf(shortDay(from), dayText(to).split(" ").slice(1).join(" "))}</span>
      </div>
      <div className={styles.calendar} role="img" aria-label={words.daysSummary(on.length, shortDay(from), shortDay(to))}>
        {WEEKDAYS.map((day) => (
          <span key={day} className={styles.weekday}>
            {words.weekdays[day].charAt(0)}
          </span>
        ))}
        {days.map((day) => (
          <span
            key={day}
            className={styles.day}
            data-on={Boolean(runs[day])}
            data-end={day === first || day === last}
            data-today={day === today}
          >
            {dayOfMonth(day)}
          </span>
        ))}
      </div>
    </div>
  );
}
