import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { myJobsQuery, type MyJob } from "@/api/my";
import { HeldRows } from "@/ui/held-rows";
import { LinkButton } from "@/ui/link-button";
import { Page } from "@/ui/page";
import { Empty, Failed, Loading } from "@/ui/states";
import { common } from "@/words/common";
import { JobCard } from "./job-card";
import styles from "./my.module.css";
import { words } from "./words";

/** The home of people who run jobs and do not build them: one card for each job, what went wrong first. */
export function MyJobsPage() {
  return (
    <Page title={words.title} lead={words.lead}>
      <Cards />
    </Page>
  );
}

const keyOf = (job: MyJob): string => String(job.id);

function Cards() {
  const jobs = useInfiniteQuery(myJobsQuery);
  if (jobs.isPending) return <Loading />;
  if (!jobs.data) return <Failed error={jobs.error} onRetry={() => void jobs.refetch()} />;
  const found = jobs.data.pages.flatMap((page) => page.items);
  if (found.length === 0) {
    return (
      <Empty title={words.empty} actions={<LinkButton to="/projects" variant="default">{words.toProjects}</LinkButton>}>
        {words.emptyText}
      </Empty>
    );
  }
  return (
    <>
      <HeldRows rows={found} keyOf={keyOf}>
        {(shown) => (
          <ul className={styles.cards}>
            {shown.map((job) => (
              <li key={job.id} data-row>
                <JobCard job={job} />
              </li>
            ))}
          </ul>
        )}
      </HeldRows>
      {jobs.hasNextPage && (
        <Button variant="default" loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </>
  );
}
