import { infiniteQueryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";

export type Deed = Schemas["AuditRow"];

type Whose = "project" | "mine";

/** Where the same is as a file, with all its rows. */
export function historyFile(p: string, whose: Whose, job?: string): string {
  if (job !== undefined) return `/api/v1/projects/${encodeURIComponent(p)}/jobs/${encodeURIComponent(job)}/audit/export`;
  return whose === "mine" ? "/api/v1/me/audit/export" : `/api/v1/projects/${encodeURIComponent(p)}/audit/export`;
}

/** What was done, newest first: with a job, in a project, or by oneself anywhere. */
export const historyQuery = (p: string, whose: Whose, job?: string) =>
  infiniteQueryOptions({
    queryKey: job === undefined ? ["projects", p, "history", whose] : ["projects", p, "jobs", job, "history"],
    queryFn: ({ pageParam }) => {
      const query = { after: pageParam };
      if (job !== undefined) return answered(http.GET("/api/v1/projects/{p}/jobs/{job}/audit", { params: { path: { p, job }, query } }));
      if (whose === "mine") return answered(http.GET("/api/v1/me/audit", { params: { query } }));
      return answered(http.GET("/api/v1/projects/{p}/audit", { params: { path: { p }, query } }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
