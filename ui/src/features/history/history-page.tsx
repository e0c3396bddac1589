import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { historyFile, historyQuery } from "@/api/audit";
import { isGone } from "@/api/problem";
import { projectQuery } from "@/api/projects";
import { Icon } from "@/ui/icons/icon";
import { Page } from "@/ui/page";
import { Empty, Failed, FailedPage, Loading, LoadingPage } from "@/ui/states";
import { Table } from "@/ui/table";
import { common } from "@/words/common";
import { DeedLine } from "./deed-line";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/history");

/** Who did what: in the project for its owners, with one job for who may change it, or oneself. */
export function HistoryPage() {
  const { p } = route.useParams();
  const { job } = route.useSearch();
  const project = useQuery(projectQuery(p));
  if (project.isPending) return <LoadingPage />;
  if (!project.data) return <FailedPage error={project.error} onRetry={() => void project.refetch()} />;
  const whose = project.data.role === "owner" ? "project" : "mine";
  const crumbs = [{ label: p, to: `/p/${p}/jobs` }];
  if (job !== undefined) crumbs.push({ label: job, to: `/p/${p}/jobs/${job}` });
  return (
    <Page
      title={job === undefined ? words.title : words.ofJob(job)}
      lead={job !== undefined ? words.leadJob : whose === "project" ? words.lead : words.leadMine}
      crumbs={crumbs}
      actions={<Actions p={p} whose={whose} job={job} />}
    >
      <List p={p} whose={whose} job={job} zone={project.data.tz} />
    </Page>
  );
}

interface Asked {
  p: string;
  whose: "project" | "mine";
  job: string | undefined;
}

function Actions({ p, whose, job }: Asked) {
  const found = useInfiniteQuery(historyQuery(p, whose, job));
  return (
    <>
      <Button variant="default" leftSection={<Icon name="refresh" />} loading={found.isRefetching} onClick={() => void found.refetch()}>
        {words.again}
      </Button>
      {found.data && !isGone(found.error) && (
        <Button component="a" variant="default" leftSection={<Icon name="download" />} href={historyFile(p, whose, job)} download>
          {words.export}
        </Button>
      )}
    </>
  );
}

function List({ p, whose, job, zone }: Asked & { zone: string }) {
  const found = useInfiniteQuery(historyQuery(p, whose, job));
  if (found.isPending) return <Loading />;
  if (!found.data) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  const deeds = found.data.pages.flatMap((page) => page.items);
  if (deeds.length === 0) return <Empty title={words.empty}>{words.emptyText}</Empty>;
  const more = found.hasNextPage && (
    <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
      {common.more}
    </Button>
  );
  const { columns } = words;
  return (
    <Table label={words.label} columns={[columns.when, columns.who, columns.what, columns.change]} foot={more}>
      {deeds.map((deed) => (
        <DeedLine key={deed.id} p={whose === "project" || job !== undefined ? p : undefined} deed={deed} zone={zone} />
      ))}
    </Table>
  );
}
