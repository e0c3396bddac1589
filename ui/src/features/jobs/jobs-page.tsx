import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { jobsQuery, type JobRow, type JobsWanted } from "@/api/jobs";
import { projectQuery } from "@/api/projects";
import { cityOf } from "@/time/zones";
import { HeldRows } from "@/ui/held-rows";
import { Icon } from "@/ui/icons/icon";
import { useShortcut } from "@/ui/keys";
import { LinkButton } from "@/ui/link-button";
import { Page } from "@/ui/page";
import { Empty, Failed, FailedPage, Loading, NoHit } from "@/ui/states";
import { Table } from "@/ui/table";
import { listed } from "@/words/catalogue";
import { common } from "@/words/common";
import { Facts } from "./facts";
import { Filters } from "./filters";
import { JobLine } from "./job-line";
import styles from "./jobs.module.css";
import { mayCreate } from "./rights";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/jobs");

/** The jobs of a project that one may see. */
export function JobsPage() {
  const { p } = route.useParams();
  const project = useQuery(projectQuery(p));
  const shortcut = useShortcut("n");
  if (project.isError && !project.data) return <FailedPage error={project.error} onRetry={() => void project.refetch()} />;
  const button = mayCreate(project.data?.role) && (
    <LinkButton to="/p/$p/new-job" params={{ p }} leftSection={<Icon name="plus" />} {...shortcut}>
      {words.new}
    </LinkButton>
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
  const wanted = route.useSearch({ select: wantedOf, structuralSharing: true });
  const navigate = route.useNavigate();
  const jobs = useJobs(p, wanted);
  if (jobs.isPending) return <Loading />;
  if (!jobs.data) return <Failed error={jobs.error} onRetry={() => void jobs.refetch()} />;
  const facts = jobs.data.pages[0]?.facts;
  if (facts?.total === 0) return <NoJobs owners={owners} newButton={newButton} />;
  const want = (next: JobsWanted) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  return (
    <>
      {facts && <Facts facts={facts} zone={zone} />}
      <div className={styles.bar}>
        <Filters wanted={wanted} onChange={want} />
        <p className={styles.count}>{facts ? words.timesIn(facts.total, cityOf(zone)) : words.times(cityOf(zone))}</p>
      </div>
      <Rows
        p={p}
        zone={zone}
        jobs={jobs}
        about={`${JSON.stringify(wanted)} ${jobs.isPlaceholderData}`}
        onClear={() => want({ q: undefined, show: undefined, tag: undefined })}
      />
    </>
  );
}

/** What the list shows, whatever dialog is open over it. */
const wantedOf = ({ q, show, tag }: JobsWanted): JobsWanted => ({ q, show, tag });

const useJobs = (p: string, wanted: JobsWanted) => useInfiniteQuery(jobsQuery(p, wanted));

const keyOf = (job: JobRow): string => String(job.id);

interface RowsProps {
  p: string;
  zone: string;
  jobs: ReturnType<typeof useJobs>;
  /** What is asked for: other rows are another list. */
  about: string;
  onClear: () => void;
}

function Rows({ p, zone, jobs, about, onClear }: RowsProps) {
  const rows = jobs.data?.pages.flatMap((page) => page.items) ?? [];
  const { columns } = words;
  if (rows.length === 0) return <NoHit words={words} onClear={onClear} />;
  const more = jobs.hasNextPage && (
    <Button variant="default" loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
      {common.more}
    </Button>
  );
  return (
    <HeldRows about={about} rows={rows} keyOf={keyOf}>
      {(shown, isWhole) => (
        <Table
          widths={styles.widths}
          label={words.title}
          columns={[columns.job, columns.last, columns.recent, columns.schedule, columns.next, columns.owner, columns.actions]}
          foot={isWhole && more}
        >
          {shown.map((job) => (
            <JobLine key={job.id} p={p} zone={zone} job={job} />
          ))}
        </Table>
      )}
    </HeldRows>
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
