import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { answered, http, WATCHED_MS, type Schemas } from "./client";

export type MyJob = Schemas["MyJob"];

/** One's jobs over all projects, in the order in which somebody would look at them. */
export const myJobsQuery = infiniteQueryOptions({
  queryKey: ["me", "jobs"],
  queryFn: ({ pageParam }) => answered(http.GET("/api/v1/me/jobs", { params: { query: { after: pageParam } } })),
  initialPageParam: "",
  getNextPageParam: (page) => page.next,
  placeholderData: keepPreviousData,
  refetchInterval: WATCHED_MS,
});
