import { queryOptions } from "@tanstack/react-query";
import { answered, http } from "./client";

/** What code of a project may run in: the base environments, then its own. */
export const environmentsQuery = (p: string) =>
  queryOptions({
    queryKey: ["projects", p, "environments"],
    queryFn: () => answered(http.GET("/api/v1/projects/{p}/environments", { params: { path: { p } } })),
  });
