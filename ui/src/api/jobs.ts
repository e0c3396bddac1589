import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";

export type JobRow = Schemas["JobRow"];
export type Job = Schemas["JobOut"];
export type JobFields = Schemas["JobFields"];
export type NewJob = Schemas["NewJob"];

/** The jobs of a project that one may see, by name. */
export const jobsQuery = (p: string) =>
  infiniteQueryOptions({
    queryKey: ["projects", p, "jobs"],
    queryFn: ({ pageParam }) =>
      answered(http.GET("/api/v1/projects/{p}/jobs", { params: { path: { p }, query: { after: pageParam } } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
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

export const deleteJob = (p: string, job: string) =>
  answered(http.DELETE("/api/v1/projects/{p}/jobs/{job}", { params: { path: { p, job } } }));

export const startRun = (p: string, job: string, body: Schemas["StartExecution"]) =>
  answered(http.POST("/api/v1/projects/{p}/jobs/{job}/executions", { params: { path: { p, job } }, body }));
