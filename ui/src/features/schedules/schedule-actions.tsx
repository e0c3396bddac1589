import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createSchedule, deleteSchedule, pauseSchedule, resumeSchedule, testSchedule, type Schedule } from "@/api/schedules";
import { Icon } from "@/ui/icons/icon";
import { LinkButton } from "@/ui/link-button";
import { notifyOf } from "@/ui/notify";
import { PauseDialog } from "./pause-dialog";
import { fieldsOf } from "./saving";
import styles from "./tab.module.css";
import { tabWords as words } from "./words";

interface Props {
  p: string;
  schedule: Schedule;
  mayChange: boolean;
  mayRun: boolean;
}

/** What one can do with a schedule: change, pause, try, remove. */
export function ScheduleActions({ p, schedule, mayChange, mayRun }: Props) {
  const [isPausing, pausing] = useDisclosure(false);
  const acts = useActs(p, schedule);
  return (
    <div className={styles.actions}>
      {mayChange && (
        <>
          <LinkButton to="." search={change(schedule.id)} size="xs" variant="default" leftSection={<Icon name="pencil" />}>
            {words.change}
          </LinkButton>
          {schedule.pause ? (
            <Button size="xs" variant="default" leftSection={<Icon name="play" />} onClick={() => acts.resume.mutate()}>
              {words.resume}
            </Button>
          ) : (
            <Button size="xs" variant="default" leftSection={<Icon name="pause" />} onClick={pausing.open}>
              {words.pause}
            </Button>
          )}
        </>
      )}
      {mayRun && schedule.next_fire_at && (
        <Button size="xs" variant="default" leftSection={<Icon name="run-again" />} loading={acts.test.isPending} onClick={() => acts.test.mutate()}>
          {words.test}
        </Button>
      )}
      <LinkButton to="/p/$p/why" params={{ p }} search={{ schedule: schedule.id }} size="xs" variant="subtle" leftSection={<Icon name="help" />}>
        {words.ask}
      </LinkButton>
      {mayChange && (
        <Button size="xs" variant="subtle" color="gray" leftSection={<Icon name="trash" />} onClick={() => acts.remove.mutate()}>
          {words.remove}
        </Button>
      )}
      <PauseDialog p={p} schedule={schedule} opened={isPausing} onClose={pausing.close} />
    </div>
  );
}

const change = (id: number) => (search: Record<string, unknown>) => ({ ...search, dialog: "schedule" as const, schedule: id });

function useActs(p: string, schedule: Schedule) {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ["projects", p] });
  const resume = useMutation({ mutationFn: () => resumeSchedule(p, schedule.id), onSuccess, onError: notifyOf });
  const test = useMutation({
    mutationFn: () => testSchedule(p, schedule.id),
    onSuccess: () => {
      notifications.show({ message: words.tested });
      return onSuccess();
    },
    onError: notifyOf,
  });
  const restore = useMutation({ mutationFn: () => restored(p, schedule), onSuccess, onError: notifyOf });
  const remove = useMutation({
    mutationFn: () => deleteSchedule(p, schedule.id),
    onSuccess: () => {
      const id = notifications.show({
        title: words.removed,
        message: (
          <Button size="compact-sm" variant="light" onClick={() => (restore.mutate(), notifications.hide(id))}>
            {words.undo}
          </Button>
        ),
        autoClose: 10_000,
      });
      return onSuccess();
    },
    onError: notifyOf,
  });
  return { resume, test, remove };
}

/** The schedule once more, as it was; a new one in the ledger, since the old one has ended there. */
async function restored(p: string, schedule: Schedule): Promise<void> {
  const made = await createSchedule(p, { ...fieldsOf(schedule), target: { job: schedule.target.job as string } });
  if (schedule.pause) await pauseSchedule(p, made.id, { until: schedule.pause.until, reason: schedule.pause.reason });
}

