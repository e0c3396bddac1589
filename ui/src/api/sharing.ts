import { queryOptions } from "@tanstack/react-query";
import { answered, answeredWithTag, http, type Schemas } from "./client";
import { confirmed } from "./confirming";

export type Access = Schemas["AccessOut"];
export type Grant = Schemas["GrantOut"];
export type Gift = Schemas["NewGrant"];
export type Level = Gift["level"];
export type Switches = Schemas["Switches"];
export type Check = Schemas["CheckOut"];

/** Who may do what with a job, beside what roles give; its ETag is that of what the job says about its readers. */
export const accessQuery = (p: string, job: string) =>
  queryOptions({
    queryKey: ["projects", p, "jobs", job, "access"],
    queryFn: () => answeredWithTag(http.GET("/api/v1/projects/{p}/jobs/{job}/access", { params: { path: { p, job } } })),
  });

/** Set what a job says about its readers, if it still says what was seen. Throws a Problem 412. */
export const setAccess = (p: string, job: string, body: Switches, etag: string) =>
  answered(
    http.PUT("/api/v1/projects/{p}/jobs/{job}/access", {
      params: { path: { p, job }, header: { "if-match": etag } },
      body,
    }),
  );

export const share = (p: string, job: string, body: Gift) =>
  confirmed(() => answered(http.POST("/api/v1/projects/{p}/jobs/{job}/grants", { params: { path: { p, job } }, body })));

export const unshare = (p: string, job: string, grant: number) =>
  answered(http.DELETE("/api/v1/projects/{p}/jobs/{job}/grants/{grant}", { params: { path: { p, job, grant } } }));

/** What a person may do with a job, and the path by which every right came. */
export const checkQuery = (p: string, job: string, person: string) =>
  queryOptions({
    queryKey: ["projects", p, "jobs", job, "access", "check", person],
    queryFn: () =>
      answered(
        http.GET("/api/v1/projects/{p}/jobs/{job}/access/check", { params: { path: { p, job }, query: { person } } }),
      ),
  });
