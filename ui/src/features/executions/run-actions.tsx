import { reaches } from "@/api/levels";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { runQuery, stopRun, type RunDetail } from "@/api/executions";
import type { Job } from "@/api/jobs";
import { meQuery } from "@/api/session";
import { copyText } from "@/ui/copy";
import { Icon } from "@/ui/icons/icon";
import { useShortcut } from "@/ui/keys";
import { LinkIcon } from "@/ui/link-button";
import { notifyOf } from "@/ui/notify";
import styles from "./executions.module.css";
import { isOver } from "./reason";
import { mayStop } from "./rights";
import { RunAgain } from "./run-again";
import { words } from "./words";

interface Props {
  p: string;
  run: RunDetail;
  job: Job | undefined;
}

/** What one can do with a run. */
export function RunActions({ p, run, job }: Props) {
  const [isAsking, asking] = useDisclosure(false);
  const me = useQuery(meQuery);
  const canStop = !isOver(run) && mayStop(job?.level, run.requested_by === me.data?.name);
  return (
    <>
      <Beside p={p} id={run.earlier} to="earlier" />
      <Beside p={p} id={run.later} to="later" />
      <Tooltip label={words.copyLink} withinPortal={false}>
        <ActionIcon variant="default" size={36} aria-label={words.copyLink} onClick={() => void copyLink()}>
          <Icon name="link" />
        </ActionIcon>
      </Tooltip>
      {job && reaches(job.level, "run") && (
        <Button variant="default" leftSection={<Icon name="run-again" />} aria-label={words.again.open} onClick={asking.open}>
          <span className={styles.wide}>{words.again.open}</span>
        </Button>
      )}
      {canStop && <Stop p={p} run={run} />}
      {job && <RunAgain p={p} run={run} job={job} opened={isAsking} onClose={asking.close} />}
    </>
  );
}

const SIDES = { earlier: ["[", "chevron-left"], later: ["]", "chevron-right"] } as const;

/** The run of the same job before this one, or after it. */
function Beside({ p, id, to }: { p: string; id: number | null; to: keyof typeof SIDES }) {
  const [key, icon] = SIDES[to];
  const shortcut = useShortcut(key);
  if (id === null) return null;
  return (
    <Tooltip label={words.beside[to](key)} withinPortal={false}>
      <LinkIcon
        to="/p/$p/runs/$id"
        params={{ p, id: String(id) }}
        search={{}}
        variant="default"
        size={36}
        aria-label={words.beside[to](key)}
        {...shortcut}
      >
        <Icon name={icon} />
      </LinkIcon>
    </Tooltip>
  );
}

async function copyLink(): Promise<void> {
  await copyText(location.href);
  notifications.show({ message: words.copied });
}

/** Asks it to stop; the page says so once the server has agreed, and hears of the end by itself. */
function Stop({ p, run }: { p: string; run: RunDetail }) {
  const client = useQueryClient();
  const stopping = useMutation({
    mutationFn: () => stopRun(p, run.id),
    onSuccess: (now) => client.setQueryData(runQuery(p, run.id).queryKey, { ...run, ...now }),
    onError: notifyOf,
  });
  return (
    <Button
      variant="light"
      color="red"
      leftSection={<Icon name="stop" />}
      loading={stopping.isPending}
      disabled={run.stopping}
      onClick={() => stopping.mutate()}
    >
      {words.stop}
    </Button>
  );
}
