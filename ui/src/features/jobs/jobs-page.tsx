import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { jobsQuery } from "@/api/jobs";
import { projectQuery } from "@/api/projects";
import { cityOf } from "@/time/zones";
import { Icon } from "@/ui/icons/icon";
import { Page } from "@/ui/page";
import { Empty, Failed, Loading } from "@/ui/states";
import { Table } from "@/ui/table";
import { listed } from "@/words/catalogue";
import { common } from "@/words/common";
import { JobLine } from "./job-line";
import styles from "./jobs.module.css";
import { mayCreate } from "./rights";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/jobs");

/** The jobs of a project that one may see. */
export function JobsPage() {
  const { p } = route.useParams();
  const project = useQuery(projectQuery(p));
  if (project.isError) return <Failed error={project.error} onRetry={() => void project.refetch()} />;
  const button = mayCreate(project.data?.role) && (
    <Button component={Link} to={`/p/${p}/jobs/new`} leftSection={<Icon name="plus" />}>
      {words.new}
    </Button>
  );
  return (
    <Page title={words.title} lead={words.lead} crumbs={[{ label: p, to: `/p/${p}/jobs` }]} actions={button}>
      <List p={p} zone={project.data?.tz ?? "UTC"} owners={project.data?.owners ?? []} newButton={button} />
    </Page>
  );
}

interface ListProps {
  p: string;
  zone: string;
  owners: readonly string[];
  newButton: ReactNode;
}

function List({ p, zone, owners, newButton }: ListProps) {
  const jobs = useInfiniteQuery(jobsQuery(p));
  if (jobs.isPending) return <Loading />;
  if (!jobs.data) return <Failed error={jobs.error} onRetry={() => void jobs.refetch()} />;
  const rows = jobs.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <NoJobs owners={owners} newButton={newButton} />;
  const { columns } = words;
  const more = jobs.hasNextPage && (
    <Button variant="default" loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
      {common.more}
    </Button>
  );
  return (
    <>
      <p className={styles.count}>{words.timesIn(rows.length, cityOf(zone))}</p>
      <Table
        label={words.title}
        columns={[columns.job, columns.last, columns.next, columns.actions]}
        foot={more}
      >
        {rows.map((job) => (
          <JobLine key={job.id} p={p} zone={zone} job={job} />
        ))}
      </Table>
    </>
  );
}

function NoJobs({ owners, newButton }: { owners: readonly string[]; newButton: ReactNode }) {
  if (!newButton) return <Empty title={words.emptyRead}>{words.emptyReadText(listed(owners))}</Empty>;
  return (
    <Empty title={words.empty} actions={newButton}>
      {words.emptyText}
    </Empty>
  );
}
