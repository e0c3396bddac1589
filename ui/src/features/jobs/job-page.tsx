import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { jobQuery, startRun, type Job } from "@/api/jobs";
import { projectQuery } from "@/api/projects";
import { Icon } from "@/ui/icons/icon";
import { Page } from "@/ui/page";
import { Failed, Loading } from "@/ui/states";
import { SubTabs } from "@/ui/sub-tabs";
import { draftOf } from "./editor/draft";
import { Editor } from "./editor/editor";
import { reaches } from "./rights";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/jobs/$job");

/** One job: for those who build it, its code and settings. */
export function JobPage() {
  const { p, job: name } = route.useParams();
  const job = useQuery(jobQuery(p, name));
  if (job.isPending) return <Loading />;
  if (!job.data) return <Failed error={job.error} onRetry={() => void job.refetch()} />;
  return <Shown key={job.data.id} p={p} job={job.data} />;
}

function Shown({ p, job }: { p: string; job: Job }) {
  const { tab = "code" } = route.useSearch();
  const project = useQuery(projectQuery(p));
  const draft = draftOf(job);
  const address = `/p/${p}/jobs/${job.name}`;
  const tabs = [
    { label: words.tabs.code, to: address, search: { tab: "code" } },
    { label: words.tabs.settings, to: address, search: { tab: "settings" } },
  ];
  return (
    <Page
      isTight
      title={job.title}
      crumbs={[
        { label: p, to: `/p/${p}/jobs` },
        { label: words.title, to: `/p/${p}/jobs` },
      ]}
      actions={<Actions p={p} job={job} />}
      tabs={draft && <SubTabs label={words.tabs.label} tabs={tabs} open={tab} />}
    >
      {draft && <Editor key={job.revision} p={p} job={job} saved={draft} part={tab} zone={project.data?.tz ?? "UTC"} />}
    </Page>
  );
}

function Actions({ p, job }: { p: string; job: Job }) {
  const client = useQueryClient();
  const starting = useMutation({
    mutationFn: () => startRun(p, job.name, {}),
    onSuccess: () => {
      notifications.show({ message: words.started(job.title) });
      return client.invalidateQueries({ queryKey: ["projects", p, "jobs"] });
    },
    onError: (error) => notifications.show({ message: error.message, color: "red" }),
  });
  return (
    <>
      {reaches(job.level, "schedule") && (
        <Button component={Link} to={`/p/${p}/jobs/${job.name}`} search={{ dialog: "schedule" } as never} variant="default" leftSection={<Icon name="calendar-plus" />}>
          {words.schedule}
        </Button>
      )}
      {reaches(job.level, "run") && (
        <Button leftSection={<Icon name="play" />} loading={starting.isPending} onClick={() => starting.mutate()}>
          {words.run}
        </Button>
      )}
    </>
  );
}
