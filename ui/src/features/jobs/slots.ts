import type { ComponentType } from "react";
import type { Job } from "@/api/jobs";

/** What other features show on a job's page. */
export interface Slots {
  Schedules: ComponentType<{ p: string; job: Job }>;
  RunForm: ComponentType<{ p: string; job: Job }>;
  LastRuns: ComponentType<{ p: string; job: string }>;
  Results: ComponentType<{ p: string; job: string; zone: string }>;
}
