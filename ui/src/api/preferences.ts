import { queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";

export type Preferences = Schemas["PreferencesOut"];

/** How one's pages shall be, on every machine. */
export const preferencesQuery = queryOptions({
  queryKey: ["me", "preferences"],
  queryFn: () => answered(http.GET("/api/v1/me/preferences")),
  staleTime: 60_000,
});

export const savePreferences = (body: Preferences) => answered(http.PUT("/api/v1/me/preferences", { body }));
