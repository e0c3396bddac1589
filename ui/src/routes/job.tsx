import { reaches } from "@/api/levels";
import { getRouteApi } from "@tanstack/react-router";
import type { Job } from "@/api/jobs";
import { JobPage } from "@/features/jobs/job-page";
import type { Slots } from "@/features/jobs/slots";
import { LastRuns } from "@/features/executions/last-runs";
import { Results } from "@/features/executions/results";
import { RunForm } from "@/features/executions/run-form";
import { SchedulesTab } from "@/features/schedules/schedules-tab";
import { Dialogs } from "./dialogs";

const route = getRouteApi("/inside/p/$p/jobs/$job");

export function JobRoute() {
  const { p, job } = route.useParams();
  return (
    <>
      <JobPage slots={slots} />
      <Dialogs p={p} job={job} />
    </>
  );
}

function Schedules({ p, job }: { p: string; job: Job }) {
  return <SchedulesTab p={p} job={job.name} mayChange={reaches(job.level, "schedule")} mayRun={reaches(job.level, "run")} />;
}

const slots: Slots = { Schedules, RunForm, LastRuns, Results };
