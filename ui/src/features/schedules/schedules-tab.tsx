import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { schedulesQuery, type Schedule } from "@/api/schedules";
import { Icon } from "@/ui/icons/icon";
import { LinkButton } from "@/ui/link-button";
import { Moment } from "@/ui/moment";
import { Empty, Failed, Loading } from "@/ui/states";
import { StatusPill } from "@/ui/status-pill";
import { cityOf } from "@/time/zones";
import { common } from "@/words/common";
import { Ahead } from "./ahead";
import { ScheduleActions } from "./schedule-actions";
import styles from "./tab.module.css";
import { tabWords as words } from "./words";

interface Props {
  p: string;
  job: string;
  /** Whether the reader may change when it runs. */
  mayChange: boolean;
  mayRun: boolean;
}

/** When a job runs by itself: each of its schedules in words, where it stands, and what one can do with it. */
export function SchedulesTab({ p, job, mayChange, mayRun }: Props) {
  const found = useInfiniteQuery(schedulesQuery(p, job));
  if (found.isPending) return <Loading rows={3} />;
  if (!found.data) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  const schedules = found.data.pages.flatMap((page) => page.items);
  const add = mayChange && (
    <LinkButton to="." search={withDialog} leftSection={<Icon name="calendar-plus" />} variant="default">
      {words.add}
    </LinkButton>
  );
  if (schedules.length === 0) {
    return (
      <Empty title={words.empty} actions={add}>
        {mayChange ? words.emptyText : words.emptyRead}
      </Empty>
    );
  }
  return (
    <div className={styles.list}>
      <ul>
        {schedules.map((schedule) => (
          <li key={schedule.id} className={styles.card}>
            <OneSchedule p={p} schedule={schedule} mayChange={mayChange} mayRun={mayRun} />
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        {add}
        {found.hasNextPage && (
          <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {common.more}
          </Button>
        )}
      </div>
    </div>
  );
}

const withDialog = (search: Record<string, unknown>) => ({ ...search, dialog: "schedule" as const, schedule: undefined });

interface OneProps {
  p: string;
  schedule: Schedule;
  mayChange: boolean;
  mayRun: boolean;
}

function OneSchedule({ p, schedule, mayChange, mayRun }: OneProps) {
  return (
    <>
      <div className={styles.head}>
        <div className={styles.words}>
          <h2>{schedule.sentence}</h2>
          <p className={styles.facts}>
            <span className="mono">{schedule.name}</span>
            <span>{words.setBy(schedule.owner)}</span>
            {schedule.owner_lost && <span className={styles.warn}>{words.ownerLost}</span>}
          </p>
        </div>
        <State schedule={schedule} />
      </div>
      <ScheduleActions p={p} schedule={schedule} mayChange={mayChange} mayRun={mayRun} />
      {schedule.state !== "ended" && <Ahead p={p} schedule={schedule} mayChange={mayChange} />}
    </>
  );
}

function State({ schedule }: { schedule: Schedule }) {
  const { pause, parked, next_fire_at: next, tz } = schedule;
  if (parked !== null) return <StatusPill state="failed" detail={words.parked(parked)} />;
  if (pause) {
    return (
      <div className={styles.state}>
        <StatusPill state="paused" detail={words.pausedBy(pause.by)} />
        <p className="small dim">
          {pause.until ? (
            <>
              {words.until} <Moment at={pause.until} zone={tz} />
            </>
          ) : (
            words.untilResumed
          )}
          {pause.reason && `: ${pause.reason}`}
        </p>
      </div>
    );
  }
  if (next === null) return <StatusPill state="cancelled" detail={words.over} />;
  return (
    <div className={styles.state}>
      <span className="small dim">{words.nextIn(cityOf(tz))}</span>
      <Moment at={next} zone={tz} isRelative />
    </div>
  );
}
