import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, http, WATCHED_MS, type Schemas } from "./client";
import type { paths } from "./schema.gen";

export type Run = Schemas["ExecutionOut"];
export type RunDetail = Schemas["ExecutionDetail"];
export type Attempt = Schemas["AttemptOut"];

/** One check of the scheduler, in order; what comes after the one that stopped it was not reached. */
export interface Check {
  name: string;
  ok: boolean | "not_reached";
}

/** Why a run went as it did, and what became of the planned time that it came from, if it came from one. */
export interface Explanation {
  code: string;
  headline: string;
  fire: { local: string; headline: string; checks: Check[] } | null;
}

const runKey = (p: string, id: number) => ["projects", p, "runs", id] as const;

/** One run with its attempts. */
export const runQuery = (p: string, execution: number) =>
  queryOptions({
    queryKey: runKey(p, execution),
    queryFn: () =>
      answered(http.GET("/api/v1/projects/{p}/executions/{execution}", { params: { path: { p, execution } } })),
  });

/** The newest runs of a job. */
export const runsOfJobQuery = (p: string, job: string) =>
  queryOptions({
    queryKey: ["projects", p, "jobs", job, "runs"],
    queryFn: () =>
      answered(http.GET("/api/v1/projects/{p}/jobs/{job}/executions", { params: { path: { p, job }, query: { limit: 10 } } })),
    refetchInterval: WATCHED_MS,
  });

/** Why it ran when it did, waits, or failed. */
export const whyQuery = (p: string, id: number, state: string) =>
  queryOptions({
    queryKey: [...runKey(p, id), "why", state],
    queryFn: async () => {
      const path = { p, execution: id };
      const told = await answered(http.GET("/api/v1/projects/{p}/executions/{execution}/explain", { params: { path } }));
      return told as unknown as Explanation;
    },
  });

export const stopRun = (p: string, execution: number) =>
  answered(http.POST("/api/v1/projects/{p}/executions/{execution}/stop", { params: { path: { p, execution } } }));

/** Run it again with what it was asked; with the code of then, or today's. */
export const runAgain = (p: string, execution: number, sameCode: boolean) =>
  answered(
    http.POST("/api/v1/projects/{p}/executions/{execution}/rerun", {
      params: { path: { p, execution } },
      body: { same_code: sameCode },
    }),
  );

/** A run, or a planned time at which nothing ran. */
export type RunLine = Schemas["RunLine"];

type Question = NonNullable<paths["/api/v1/projects/{p}/runs"]["get"]["parameters"]["query"]>;

/** Which runs a list is about; what is left out is all of them. */
export type RunsWanted = Pick<Question, "q" | "job" | "by" | "state">;

/** The runs of a project and the times at which nothing ran, newest first. */
export const runsQuery = (p: string, wanted: RunsWanted) =>
  infiniteQueryOptions({
    queryKey: ["projects", p, "runs", "list", wanted],
    queryFn: ({ pageParam }) =>
      answered(http.GET("/api/v1/projects/{p}/runs", { params: { path: { p }, query: { ...wanted, after: pageParam } } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: WATCHED_MS,
  });
