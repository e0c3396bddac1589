import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { resumeSchedule, testSchedule, unskipRun, type Schedule, type TimeExplained } from "@/api/schedules";
import { Icon } from "@/ui/icons/icon";
import { LinkButton } from "@/ui/link-button";
import { notifyOf } from "@/ui/notify";
import { useStarted } from "./use-started";
import { helpFor, runOf } from "./why-help";
import styles from "./why.module.css";
import { words } from "./why-words";

interface Props {
  p: string;
  schedule: Schedule;
  answer: TimeExplained;
  /** What the reader may do with the job. */
  level: string | undefined;
}

/** The buttons that help with this answer. */
export function WhyActions({ p, schedule, answer, level }: Props) {
  const helps = helpFor(answer, schedule, level);
  const run = runOf(answer);
  const { running, resuming, letting } = useHelps(p, schedule, answer);
  if (helps.length === 0 && run === undefined) return null;
  return (
    <div className={styles.buttons}>
      {run !== undefined && (
        <LinkButton to="/p/$p/runs/$id" params={{ p, id: String(run) }} search={{}} variant="default">
          {words.do.look(run)}
        </LinkButton>
      )}
      {helps.includes("run") && (
        <Button leftSection={<Icon name="play" />} loading={running.isPending} onClick={() => running.mutate()}>
          {words.do.run}
        </Button>
      )}
      {(helps.includes("resume") || helps.includes("retry")) && (
        <Button variant="default" loading={resuming.isPending} onClick={() => resuming.mutate()}>
          {helps.includes("resume") ? words.do.resume : words.do.retry}
        </Button>
      )}
      {helps.includes("unskip") && (
        <Button loading={letting.isPending} onClick={() => letting.mutate()}>
          {words.do.unskip}
        </Button>
      )}
      {helps.includes("change") && (
        <LinkButton
          to="/p/$p/jobs/$job"
          params={{ p, job: schedule.target.job ?? "" }}
          search={{ tab: "schedules", dialog: "schedule", schedule: schedule.id }}
          variant="default"
        >
          {words.do.change}
        </LinkButton>
      )}
    </div>
  );
}

function useHelps(p: string, schedule: Schedule, answer: TimeExplained) {
  const client = useQueryClient();
  const started = useStarted(p);
  const done = (message: string) => {
    notifications.show({ message });
    return client.invalidateQueries({ queryKey: ["projects", p] });
  };
  const running = useMutation({ mutationFn: () => testSchedule(p, schedule.id, answer.at), onSuccess: started, onError: notifyOf });
  const resuming = useMutation({
    mutationFn: () => resumeSchedule(p, schedule.id),
    onSuccess: () => done(words.done.resume),
    onError: notifyOf,
  });
  const letting = useMutation({
    mutationFn: () => unskipRun(p, schedule.id, answer.at),
    onSuccess: () => done(words.done.unskip),
    onError: notifyOf,
  });
  return { running, resuming, letting };
}
