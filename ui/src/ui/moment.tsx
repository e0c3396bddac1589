import { Tooltip } from "@mantine/core";
import { useTimeout } from "@mantine/hooks";
import { useRef, useState } from "react";
import { dayAndTime, everyForm, fromNow } from "@/time/moments";
import { useNow } from "@/time/ticking";
import { browserZone } from "@/time/zones";
import styles from "./moment.module.css";

const STAYS_MS = 250; // the pointer, before that is a question

interface Props {
  at: string;
  /** The zone of the schedule or project: the one in which its people think. */
  zone: string;
  /** Whether "in 16 h 18 min" stands below. */
  isRelative?: boolean;
}

/** A moment in its own zone; for whoever points at it also in the reader's, in UTC, and as programs write it. */
export function Moment({ at, zone, isRelative = false }: Props) {
  const now = useNow();
  const here = useRef<HTMLTimeElement>(null);
  const [isAsked, setAsked] = useState(false); // a list has a hundred moments, so each tooltip is made when it is asked for
  const { start, clear } = useTimeout(() => setAsked(true), STAYS_MS);
  const leave = () => {
    clear();
    setAsked(false);
  };
  return (
    <>
      <time ref={here} dateTime={at} className="num" onPointerEnter={start} onPointerLeave={leave}>
        {dayAndTime(at, zone, now)}
        {isRelative && <span className={`${styles.relative} dim small`}>{fromNow(at, now)}</span>}
      </time>
      {isAsked && <Tooltip opened target={here} label={<Forms at={at} zone={zone} />} withinPortal={false} />}
    </>
  );
}

function Forms({ at, zone }: { at: string; zone: string }) {
  return everyForm(at, zone, browserZone()).map((form) => <div key={form}>{form}</div>);
}
