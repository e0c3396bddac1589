import { Tooltip } from "@mantine/core";
import { dayAndTime, everyForm, fromNow } from "@/time/moments";
import { useNow } from "@/time/ticking";
import { browserZone } from "@/time/zones";
import styles from "./moment.module.css";

interface Props {
  at: string;
  /** The zone of the schedule or project: the one in which its people think. */
  zone: string;
  /** Whether "in 16 h 18 min" stands below. */
  isRelative?: boolean;
}

/** A moment in its own zone; the tooltip has it in the reader's, in UTC, and as programs write it. */
export function Moment({ at, zone, isRelative = false }: Props) {
  const now = useNow();
  return (
    <Tooltip label={<Forms at={at} zone={zone} />} withinPortal={false}>
      <time dateTime={at} className="num">
        {dayAndTime(at, zone, now)}
        {isRelative && <span className={`${styles.relative} dim small`}>{fromNow(at, now)}</span>}
      </time>
    </Tooltip>
  );
}

function Forms({ at, zone }: { at: string; zone: string }) {
  return everyForm(at, zone, browserZone()).map((form) => <div key={form}>{form}</div>);
}
