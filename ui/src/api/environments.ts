import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";
import type { LogPart } from "./logs";

export type Environment = Schemas["EnvironmentOut"];

const BUILDING_MS = 1000; // a build of a small environment takes seconds

/** Whether its build is not over yet. */
export const isBuilding = ({ state }: Environment): boolean => state === "queued" || state === "building";

/** What code of a project may run in: the base environments, then its own. Asked again and again while one is built. */
export const environmentsQuery = (p: string) =>
  queryOptions({
    queryKey: ["projects", p, "environments"],
    queryFn: () => answered(http.GET("/api/v1/projects/{p}/environments", { params: { path: { p } } })),
    refetchInterval: ({ state }) => (state.data?.items.some(isBuilding) ? BUILDING_MS : false),
  });

/** The end of the log of the newest build, until that is over. */
export const buildLogQuery = (p: string, { name, builds, state }: Environment) =>
  queryOptions({
    queryKey: ["projects", p, "environments", name, "log", builds, state],
    queryFn: async ({ signal }) => {
      const params = { path: { p, environment: name } };
      const sent = http.GET("/api/v1/projects/{p}/environments/{environment}/log", { params, signal });
      return (await answered(sent)) as unknown as LogPart;
    },
    placeholderData: keepPreviousData, // while a build begins, ends, or is begun again
    refetchInterval: ({ state: { data } }) => (data?.complete ? false : BUILDING_MS),
  });

/** Ask for packages, one a line. They are locked before this is answered, and built after it. Throws a Problem by field. */
export const createEnvironment = (p: string, name: string, requirements: string) =>
  answered(http.POST("/api/v1/projects/{p}/environments", { params: { path: { p } }, body: { name, requirements } }));

/** Ask for other packages under the same name, or for newer versions of the same ones. */
export const changeEnvironment = (p: string, environment: string, requirements: string) =>
  answered(
    http.PUT("/api/v1/projects/{p}/environments/{environment}", { params: { path: { p, environment } }, body: { requirements } }),
  );

/** Build it once more, after a build that failed. */
export const rebuildEnvironment = (p: string, environment: string) =>
  answered(http.POST("/api/v1/projects/{p}/environments/{environment}/rebuild", { params: { path: { p, environment } } }));

/** Throws a Problem in_use that names the jobs. */
export const deleteEnvironment = (p: string, environment: string) =>
  answered(http.DELETE("/api/v1/projects/{p}/environments/{environment}", { params: { path: { p, environment } } }));
