import createClient from "openapi-fetch";
import { Problem } from "./problem";
import type { components, paths } from "./schema.gen";

/** The shapes of the server's answers. */
export type Schemas = components["schemas"];

/** Asks the server as whoever is signed in here. The header makes every other site's write a failure. */
export const http = createClient<paths>({ baseUrl: "/", headers: { "X-Dayshift-Request": "1" } });

/** How often a page that shows what happens is asked again. */
export const WATCHED_MS = 5000;

/** How long an answer holds for all parts of a page, also that there is nothing. */
export const FRESH_MS = 5000;

interface Sent<T> {
  data?: T | undefined;
  error?: unknown;
  response: Response;
}

/** What was answered. Throws Problem. */
export async function answered<T>(sent: Promise<Sent<T>>): Promise<T> {
  const { data, error, response } = await sent.catch(() => {
    throw new Problem({});
  });
  if (response.ok) return data as T;
  throw new Problem(isObject(error) ? { status: response.status, ...error } : { status: response.status });
}

/** What was answered, with its ETag: what changes it says by that which state it changes. Throws Problem. */
export async function answeredWithTag<T>(sent: Promise<Sent<T>>): Promise<{ data: T; etag: string }> {
  const got = await sent.catch(() => {
    throw new Problem({});
  });
  return { data: await answered(Promise.resolve(got)), etag: got.response.headers.get("etag") ?? "" };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
