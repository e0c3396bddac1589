import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";

export type Project = Schemas["ProjectOut"];

/** The projects that one is a member of. */
export const projectsQuery = infiniteQueryOptions({
  queryKey: ["projects"],
  queryFn: ({ pageParam }) => answered(http.GET("/api/v1/projects", { params: { query: { after: pageParam } } })),
  initialPageParam: "",
  getNextPageParam: (page) => page.next,
});

/** One project, with one's role in it. */
export const projectQuery = (p: string) =>
  queryOptions({
    queryKey: ["projects", p],
    queryFn: () => answered(http.GET("/api/v1/projects/{p}", { params: { path: { p } } })),
  });

export const createProject = (name: string, tz: string) =>
  answered(http.POST("/api/v1/projects", { body: { name, tz } }));
