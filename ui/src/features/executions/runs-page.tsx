import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { runsQuery, type RunLine as Line } from "@/api/executions";
import { jobQuery } from "@/api/jobs";
import { projectQuery } from "@/api/projects";
import { cityOf } from "@/time/zones";
import { HeldRows } from "@/ui/held-rows";
import { Page } from "@/ui/page";
import { Empty, Failed, FailedPage, Loading, NoHit } from "@/ui/states";
import { Table } from "@/ui/table";
import { common } from "@/words/common";
import { RunLine } from "./run-line";
import { RunsFilters } from "./runs-filters";
import styles from "./runs.module.css";
import { readSearch, wantedOf, type RunsSearch } from "./wanted";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/runs");
const { list } = words;

/** What ran in a project, what runs, and what did not. */
export function RunsPage() {
  const { p } = route.useParams();
  const search = readSearch({ ...route.useSearch() }); // the router leaves what was not understood where it was
  const navigate = route.useNavigate();
  const project = useQuery(projectQuery(p));
  const job = useQuery({ ...jobQuery(p, search.job ?? ""), enabled: search.job !== undefined });
  if (project.isError && !project.data) return <FailedPage error={project.error} onRetry={() => void project.refetch()} />;
  const zone = project.data?.tz ?? "UTC";
  const want = (change: RunsSearch) => void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  return (
    <Page title={words.title} lead={words.lead} crumbs={[{ label: p, to: `/p/${p}/jobs` }]}>
      <div className={styles.bar}>
        <RunsFilters search={search} jobTitle={job.data?.title} onChange={want} />
        <p className={styles.count}>{list.times(cityOf(zone))}</p>
      </div>
      <Rows p={p} zone={zone} search={search} onClear={() => void navigate({ search: {}, replace: true })} />
    </Page>
  );
}

interface RowsProps {
  p: string;
  zone: string;
  search: RunsSearch;
  onClear: () => void;
}

function Rows({ p, zone, search, onClear }: RowsProps) {
  const runs = useInfiniteQuery(runsQuery(p, wantedOf(search)));
  if (runs.isPending) return <Loading />;
  if (!runs.data) return <Failed error={runs.error} onRetry={() => void runs.refetch()} />;
  const lines = runs.data.pages.flatMap((page) => page.items);
  if (lines.length === 0) return <NoRuns isFiltered={Object.keys(search).length > 0} onClear={onClear} />;
  const more = runs.hasNextPage && (
    <Button variant="default" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
      {common.more}
    </Button>
  );
  return <Lines key={`${JSON.stringify(search)} ${runs.isPlaceholderData}`} p={p} zone={zone} lines={lines} more={more} />;
}

interface LinesProps {
  p: string;
  zone: string;
  lines: readonly Line[];
  more: React.ReactNode;
}

const keyOf = (line: Line): string => `${line.kind} ${line.id}`;

/** Rows change in place. */
function Lines({ p, zone, lines, more }: LinesProps) {
  return (
    <HeldRows rows={lines} keyOf={keyOf}>
      {(shown, isWhole) => (
        <Table widths={styles.widths} label={words.title} columns={Object.values(list.columns)} foot={isWhole && more}>
          {shown.map((line) => (
            <RunLine key={keyOf(line)} p={p} zone={zone} line={line} />
          ))}
        </Table>
      )}
    </HeldRows>
  );
}

function NoRuns({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (!isFiltered) return <Empty title={list.empty}>{list.emptyText}</Empty>;
  return <NoHit words={list} onClear={onClear} />;
}
