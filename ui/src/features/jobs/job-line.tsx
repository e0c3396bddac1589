import { ActionIcon, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { startRun, type JobRow } from "@/api/jobs";
import { dayAndTime } from "@/time/moments";
import { useNow } from "@/time/ticking";
import { Icon } from "@/ui/icons/icon";
import { Moment } from "@/ui/moment";
import { StatusPill } from "@/ui/status-pill";
import { Cell, Row } from "@/ui/table";
import styles from "./jobs.module.css";
import { reaches } from "./rights";
import { words } from "./words";

interface Props {
  p: string;
  zone: string;
  job: JobRow;
}

/** A job in the list: what it is, how it went, when it runs next, and what one may do with it. */
export function JobLine({ p, zone, job }: Props) {
  return (
    <Row>
      <Cell>
        <Identity p={p} job={job} />
      </Cell>
      <Cell>
        <LastRun job={job} zone={zone} />
      </Cell>
      <Cell>{job.next_at ? <Moment at={job.next_at} zone={zone} isRelative /> : <span className="dim">{words.notPlanned}</span>}</Cell>
      <Cell className={styles.actions}>
        <Actions p={p} job={job} />
      </Cell>
    </Row>
  );
}

function Identity({ p, job }: { p: string; job: JobRow }) {
  return (
    <div className={styles.identity}>
      <span className={styles.kind}>
        <Icon name={job.kind === "pyspark" ? "flame" : "python"} size={16} />
      </span>
      <div className={styles.naming}>
        <Link to="/p/$p/jobs/$job" params={{ p, job: job.name }} className={`${styles.title} clip`}>
          {job.title}
        </Link>
        <span className={`${styles.sub} clip`}>{job.description || (words.kinds[job.kind] ?? job.kind)}</span>
      </div>
    </div>
  );
}

function LastRun({ job, zone }: { job: JobRow; zone: string }) {
  const now = useNow();
  if (!job.last) return <span className="dim">{words.neverRan}</span>;
  return <StatusPill state={job.last.state} detail={dayAndTime(job.last.at, zone, now)} />;
}

function Actions({ p, job }: { p: string; job: JobRow }) {
  const client = useQueryClient();
  const starting = useMutation({
    mutationFn: () => startRun(p, job.name, {}),
    onSuccess: () => {
      notifications.show({ message: words.started(job.title) });
      return client.invalidateQueries({ queryKey: ["projects", p, "jobs"] });
    },
    onError: (error) => notifications.show({ message: error.message, color: "red" }),
  });
  if (!reaches(job.level, "run")) return null;
  return (
    <>
    <Tooltip label={words.run} withinPortal={false}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={words.runOf(job.title)}
        loading={starting.isPending}
        onClick={() => starting.mutate()}
      >
        <Icon name="play" size={16} />
      </ActionIcon>
    </Tooltip>
    {reaches(job.level, "schedule") && <ScheduleLink p={p} job={job} />}
    </>
  );
}

function ScheduleLink({ p, job }: { p: string; job: JobRow }) {
  return (
    <Tooltip label={words.schedule} withinPortal={false}>
      <ActionIcon
        component={Link}
        to={`/p/${p}/jobs`}
        search={{ dialog: "schedule", job: job.name } as never}
        variant="subtle"
        color="gray"
        aria-label={words.scheduleOf(job.title)}
      >
        <Icon name="calendar-plus" size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
