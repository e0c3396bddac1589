import { queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";
import { confirmed } from "./confirming";

export type Key = Schemas["KeyOut"];
export type NewKey = Schemas["NewKey"];

/** One's own keys that were not revoked, newest first. */
export const keysQuery = queryOptions({
  queryKey: ["me", "keys"],
  queryFn: () => answered(http.GET("/api/v1/me/keys")),
});

/** Make a key; its text is answered this once. */
export const makeKey = (body: NewKey) => confirmed(() => answered(http.POST("/api/v1/me/keys", { body })));

/** A new key in place of this one, which works so many hours longer. */
export const renewKey = (key: string, hours: number) =>
  confirmed(() =>
    answered(http.POST("/api/v1/me/keys/{key}/rotate", { params: { path: { key } }, body: { overlap_hours: hours } })),
  );

export const revokeKey = (key: string) => answered(http.DELETE("/api/v1/me/keys/{key}", { params: { path: { key } } }));
