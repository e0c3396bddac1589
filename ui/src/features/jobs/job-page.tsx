import { reaches } from "@/api/levels";
import { Button, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { jobQuery, type Job } from "@/api/jobs";
import { isGone, Problem } from "@/api/problem";
import { Icon } from "@/ui/icons/icon";
import { useShortcut } from "@/ui/keys";
import { LinkButton, LinkIcon } from "@/ui/link-button";
import { Page } from "@/ui/page";
import { FailedPage, LoadingPage } from "@/ui/states";
import { SubTabs } from "@/ui/sub-tabs";
import { draftOf } from "./editor/draft";
import { Editor } from "./editor/editor";
import { Reader } from "./reader/reader";
import { MoreMenu } from "./more-menu";
import type { Slots } from "./slots";
import { useRunNow } from "./use-run-now";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/jobs/$job");

/** One job: for those who build it, its code and settings; for all, when it runs. */
export function JobPage({ slots }: { slots: Slots }) {
  const { p, job: name } = route.useParams();
  const job = useQuery(jobQuery(p, name));
  if (job.isPending) return <LoadingPage />;
  if (!job.data || isGone(job.error)) return <FailedPage error={job.error ?? new Problem({ status: 404 })} onRetry={() => void job.refetch()} />;
  return <Shown key={job.data.id} p={p} job={job.data} slots={slots} />;
}

function Shown({ p, job, slots }: { p: string; job: Job; slots: Slots }) {
  const draft = draftOf(job);
  const { tab = "code" } = route.useSearch();
  const address = `/p/${p}/jobs/${job.name}`;
  const parts = (["run", "code", "settings", "schedules"] as const).map((name) => ({
    label: words.tabs[name],
    to: address,
    search: { tab: name as string },
    shortcut: name === "code" ? "e" : undefined,
  }));
  const history = { label: words.tabs.history, to: `/p/${p}/history`, search: { tab: "changes", job: job.name } };
  const runs = { label: words.tabs.runs, to: `/p/${p}/runs`, search: { job: job.name } };
  const tabs = [...parts, runs, ...(reaches(job.level, "edit") ? [history] : [])];
  return (
    <Page
      isTight
      title={job.title}
      crumbs={[
        { label: p, to: `/p/${p}/jobs` },
        { label: words.title, to: `/p/${p}/jobs` },
      ]}
      actions={<Actions p={p} job={job} tab={tab} />}
      tabs={draft && <SubTabs label={words.tabs.label} tabs={tabs} open={tab} />}
    >
      <Part p={p} job={job} tab={draft ? tab : "run"} slots={slots} />
    </Page>
  );
}

interface PartProps {
  p: string;
  job: Job;
  tab: string;
  slots: Slots;
}

function Part({ p, job, tab, slots }: PartProps) {
  if (tab === "run") return <Reader p={p} job={job} slots={slots} />;
  if (tab === "schedules") return <slots.Schedules p={p} job={job} />;
  return <Editor p={p} job={job} part={tab} beside={tab === "settings" ? null : <slots.LastRuns p={p} job={job.name} />} />;
}

function Actions({ p, job, tab }: { p: string; job: Job; tab: string }) {
  const starting = useRunNow(p, job);
  const [schedules, runs] = [useShortcut("s"), useShortcut("r")];
  return (
    <>
      <MoreMenu p={p} job={job} />
      {reaches(job.level, "manage") && (
        <Tooltip label={words.share} withinPortal={false}>
          <LinkIcon
            to="/p/$p/jobs/$job"
            params={{ p, job: job.name }}
            search={{ tab, dialog: "share" }}
            variant="default"
            size={36}
            aria-label={words.shareOf(job.title)}
          >
            <Icon name="share" />
          </LinkIcon>
        </Tooltip>
      )}
      {reaches(job.level, "schedule") && (
        <LinkButton
          to="/p/$p/jobs/$job"
          params={{ p, job: job.name }}
          search={{ tab, dialog: "schedule" }}
          variant="default"
          leftSection={<Icon name="calendar-plus" />}
          {...schedules}
        >
          {words.schedule}
        </LinkButton>
      )}
      {reaches(job.level, "run") && (
        <Button leftSection={<Icon name="play" />} loading={starting.isPending} {...runs} onClick={() => starting.mutate()}>
          {words.run}
        </Button>
      )}
    </>
  );
}
