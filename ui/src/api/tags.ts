import { queryOptions } from "@tanstack/react-query";
import { answered, answeredWithTag, http } from "./client";
import { confirmed } from "./confirming";
import type { Gift } from "./sharing";

/** The tags that a job bears, with their ETag. */
export const jobTagsQuery = (p: string, job: string) =>
  queryOptions({
    queryKey: ["projects", p, "jobs", job, "tags"],
    queryFn: () => answeredWithTag(http.GET("/api/v1/projects/{p}/jobs/{job}/tags", { params: { path: { p, job } } })),
  });

/** Let a job bear these tags and no other, if it still bears those that were seen. Throws a Problem 412. */
export const setTags = (p: string, job: string, tags: string[], etag: string) =>
  answered(
    http.PUT("/api/v1/projects/{p}/jobs/{job}/tags", {
      params: { path: { p, job }, header: { "if-match": etag } },
      body: { tags },
    }),
  );

/** The tags of a project, each with the number of jobs that bear it. For owners. */
export const tagsQuery = (p: string) =>
  queryOptions({
    queryKey: ["projects", p, "tags"],
    queryFn: () => answered(http.GET("/api/v1/projects/{p}/tags", { params: { path: { p } } })),
  });

/** What is shared by a tag. */
export const tagGrantsQuery = (p: string, tag: string) =>
  queryOptions({
    queryKey: ["projects", p, "tags", tag],
    queryFn: () => answered(http.GET("/api/v1/projects/{p}/tags/{tag}/grants", { params: { path: { p, tag } } })),
  });

export const shareTag = (p: string, tag: string, body: Gift) =>
  confirmed(() => answered(http.POST("/api/v1/projects/{p}/tags/{tag}/grants", { params: { path: { p, tag } }, body })));

export const unshareTag = (p: string, tag: string, grant: number) =>
  answered(http.DELETE("/api/v1/projects/{p}/tags/{tag}/grants/{grant}", { params: { path: { p, tag, grant } } }));
