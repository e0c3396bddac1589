import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, http, WATCHED_MS, type Schemas } from "./client";
import type { paths } from "./schema.gen";

export type JobRow = Schemas["JobRow"];
export type Job = Schemas["JobOut"];
export type JobFields = Schemas["JobFields"];
export type NewJob = Schemas["NewJob"];

/** A value that a job asks for, as its author declared it. */
export interface Parameter {
  name: string;
  label?: string | null;
  type?: string;
  required?: boolean;
  default?: string | null;
  choices?: string[] | null;
}

export const parametersOf = (job: Job): Parameter[] => job.parameters as unknown as Parameter[];

export type Show = NonNullable<NonNullable<paths["/api/v1/projects/{p}/jobs"]["get"]["parameters"]["query"]>["show"]>;

export interface JobsWanted {
  q?: string;
  show?: Show;
  tag?: string;
}

/** The jobs of a project that one may see, by name; beside the first page, facts of all of them. */
export const jobsQuery = (p: string, wanted: JobsWanted) =>
  infiniteQueryOptions({
    queryKey: ["projects", p, "jobs", "list", wanted],
    queryFn: ({ pageParam }) =>
      answered(http.GET("/api/v1/projects/{p}/jobs", { params: { path: { p }, query: { ...wanted, after: pageParam } } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: WATCHED_MS,
  });

/** One job; with its definition, for those who may read that. */
export const jobQuery = (p: string, job: string) =>
  queryOptions({
    queryKey: ["projects", p, "jobs", job],
    queryFn: () => answered(http.GET("/api/v1/projects/{p}/jobs/{job}", { params: { path: { p, job } } })),
  });

export const createJob = (p: string, body: NewJob) =>
  answered(http.POST("/api/v1/projects/{p}/jobs", { params: { path: { p } }, body }));

/** Save a job, if it still has this revision. Throws a Problem 412 when somebody else changed it. */
export const saveJob = (p: string, job: string, body: JobFields, revision: number) =>
  answered(
    http.PUT("/api/v1/projects/{p}/jobs/{job}", {
      params: { path: { p, job }, header: { "if-match": `"${revision}"` } },
      body,
    }),
  );

/** Delete a job with its schedules. Throws a Problem in_use while it runs, unless what runs shall stop. */
export const deleteJob = (p: string, job: string, stop: boolean) =>
  answered(http.DELETE("/api/v1/projects/{p}/jobs/{job}", { params: { path: { p, job }, query: { stop } } }));

export const startRun = (p: string, job: string, body: Schemas["StartExecution"]) =>
  answered(http.POST("/api/v1/projects/{p}/jobs/{job}/executions", { params: { path: { p, job } }, body }));
