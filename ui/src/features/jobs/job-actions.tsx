import { reaches } from "@/api/levels";
import { ActionIcon } from "@mantine/core";
import type { JobRow } from "@/api/jobs";
import { Icon } from "@/ui/icons/icon";
import { useShortcut } from "@/ui/keys";
import { LinkIcon } from "@/ui/link-button";
import { Tip } from "@/ui/tip";
import { MoreMenu } from "./more-menu";
import { useRunNow } from "./use-run-now";
import { words } from "./words";

interface Props {
  p: string;
  job: JobRow;
}

/** What one may do with a job from the list: run it now, say when it runs. */
export function JobActions({ p, job }: Props) {
  const shortcut = useShortcut("s");
  return (
    <>
      {reaches(job.level, "manage") && (
        <Tip label={words.share}>
          <LinkIcon
            to="/p/$p/jobs"
            params={{ p }}
            search={(now) => ({ ...now, dialog: "share" as const, job: job.name })}
            variant="subtle"
            color="gray"
            aria-label={words.shareOf(job.title)}
          >
            <Icon name="share" size={16} />
          </LinkIcon>
        </Tip>
      )}
      {reaches(job.level, "run") && <RunNow p={p} job={job} />}
      {reaches(job.level, "schedule") && (
        <Tip label={words.schedule}>
          <LinkIcon
            to="/p/$p/jobs"
            params={{ p }}
            search={(now) => ({ ...now, dialog: "schedule" as const, job: job.name })}
            variant="subtle"
            color="gray"
            aria-label={words.scheduleOf(job.title)}
            {...shortcut}
          >
            <Icon name="calendar-plus" size={16} />
          </LinkIcon>
        </Tip>
      )}
      <MoreMenu p={p} job={job} isSmall />
    </>
  );
}

function RunNow({ p, job }: Props) {
  const starting = useRunNow(p, job);
  const shortcut = useShortcut("r");
  return (
    <Tip label={words.run}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={words.runOf(job.title)}
        loading={starting.isPending}
        {...shortcut}
        onClick={() => starting.mutate()}
      >
        <Icon name="play" size={16} />
      </ActionIcon>
    </Tip>
  );
}
