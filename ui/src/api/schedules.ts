import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";
import type { Fault } from "./problem";

export type Schedule = Schemas["ScheduleOut"];

export interface Fix {
  label: string;
  patch: Record<string, unknown>;
}

export interface Note {
  code: string;
  severity: "info" | "warning" | "error";
  text: string;
  dates: string[];
  fixes: Fix[];
}

export interface NextRun {
  nominal: string;
  local: string;
  text: string;
  in_s: number;
  viewer: string | null;
  outcome: string;
  marks: string[];
}

/** What a schedule would do, as the engine that fires says. */
export interface Preview {
  valid: boolean;
  errors: Fault[];
  sentence: string | null;
  dialect_read: string | null;
  next: NextRun[];
  total: number | null;
  per_month: number | null;
  days: Record<string, number>;
  notes: Note[];
}

export interface PreviewAsked {
  schedule: Record<string, unknown>;
  id?: number;
  count: number;
  days: { from: string; to: string };
  viewer_tz: string;
}

/** What a schedule would do. The last answer stays in sight while the next one comes. */
export const previewQuery = (p: string, asked: PreviewAsked) =>
  queryOptions({
    queryKey: ["preview", p, asked],
    queryFn: async () =>
      (await answered(
        http.POST("/api/v1/projects/{p}/schedules/preview", { params: { path: { p } }, body: asked }),
      )) as unknown as Preview,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const schedulesQuery = (p: string, job: string) =>
  infiniteQueryOptions({
    queryKey: ["projects", p, "jobs", job, "schedules"],
    queryFn: ({ pageParam }) =>
      answered(http.GET("/api/v1/projects/{p}/schedules", { params: { path: { p }, query: { job, after: pageParam } } })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

export const scheduleQuery = (p: string, schedule: number) =>
  queryOptions({
    queryKey: ["projects", p, "schedules", schedule],
    queryFn: () => answered(http.GET("/api/v1/projects/{p}/schedules/{schedule}", { params: { path: { p, schedule } } })),
  });

export const nextRunsQuery = (p: string, schedule: number, count: number) =>
  queryOptions({
    queryKey: ["projects", p, "schedules", schedule, "next", count],
    queryFn: async () =>
      (await answered(
        http.GET("/api/v1/projects/{p}/schedules/{schedule}/next", { params: { path: { p, schedule }, query: { count } } }),
      )) as unknown as { items: NextRun[] },
    placeholderData: keepPreviousData,
  });

export type TimeExplained = Schemas["TimeExplained"];

const SOON_MS = 2000;

/** Why it did, or will, or will not run at a time: an instant, or a time by the clocks of the schedule. */
export const explainQuery = (p: string, schedule: number, at: string) =>
  queryOptions({
    queryKey: ["projects", p, "schedules", schedule, "explain", at],
    queryFn: () =>
      answered(http.GET("/api/v1/projects/{p}/schedules/{schedule}/explain", { params: { path: { p, schedule }, query: { at } } })),
    refetchInterval: (query) => (query.state.data?.outcome === "not_yet" ? SOON_MS : false),
  });

export const createSchedule = (p: string, body: Schemas["NewSchedule"]) =>
  answered(http.POST("/api/v1/projects/{p}/schedules", { params: { path: { p } }, body }));

/** Change a schedule, if it still has this revision. Throws a Problem 412 when somebody else changed it. */
export const changeSchedule = (p: string, schedule: number, body: Schemas["ChangedSchedule"], revision: number) =>
  answered(
    http.PUT("/api/v1/projects/{p}/schedules/{schedule}", {
      params: { path: { p, schedule }, header: { "if-match": `"${revision}"` } },
      body,
    }),
  );

export const deleteSchedule = (p: string, schedule: number) =>
  answered(http.DELETE("/api/v1/projects/{p}/schedules/{schedule}", { params: { path: { p, schedule } } }));

export const pauseSchedule = (p: string, schedule: number, body: Schemas["PauseIn"]) =>
  answered(http.POST("/api/v1/projects/{p}/schedules/{schedule}/pause", { params: { path: { p, schedule } }, body }));

export const resumeSchedule = (p: string, schedule: number) =>
  answered(http.POST("/api/v1/projects/{p}/schedules/{schedule}/resume", { params: { path: { p, schedule } } }));

export const skipRun = (p: string, schedule: number, nominal: string) =>
  answered(http.POST("/api/v1/projects/{p}/schedules/{schedule}/skip", { params: { path: { p, schedule } }, body: { nominal } }));

export const unskipRun = (p: string, schedule: number, nominal: string) =>
  answered(
    http.POST("/api/v1/projects/{p}/schedules/{schedule}/unskip", { params: { path: { p, schedule } }, body: { nominal } }),
  );

/** Run now what the fire of `asOf` would run; without one, the next. */
export const testSchedule = (p: string, schedule: number, asOf?: string) =>
  answered(
    http.POST("/api/v1/projects/{p}/schedules/{schedule}/run", {
      params: { path: { p, schedule } },
      body: asOf === undefined ? {} : { as_of: asOf },
    }),
  );
