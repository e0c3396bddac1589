import { getRouteApi } from "@tanstack/react-router";
import { JobsPage } from "@/features/jobs/jobs-page";
import { Dialogs } from "./dialogs";

const route = getRouteApi("/inside/p/$p/jobs");

export function JobsRoute() {
  const { p } = route.useParams();
  const { job } = route.useSearch();
  return (
    <>
      <JobsPage />
      <Dialogs p={p} job={job} />
    </>
  );
}
