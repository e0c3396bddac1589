import { queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";
import { readEvents } from "./event-stream";
import { Problem } from "./problem";

export interface LogLine {
  /** Counts from 1; null where nobody has counted. Pieces of one very long line have the same. */
  n: number | null;
  /** Its first byte. */
  offset: number;
  text: string;
  at: string | null;
}

/** Stands where a part of the log was cut out. */
export interface LogCut {
  cut: { bytes: number; lines: number };
}

export type LogItem = LogLine | LogCut;

export interface LogPart {
  lines: LogItem[];
  next: number;
  size: number;
  total: number | null;
  generation: number;
  complete: boolean;
}

export interface LogAddress {
  p: string;
  execution: number;
  attempt: number;
}

type Range = { from: number; limit: number } | { tail: number } | { offset: number; bytes: number };

/** A part of a log. */
export async function readLog({ p, execution, attempt }: LogAddress, range: Range, signal?: AbortSignal): Promise<LogPart> {
  const params = { path: { p, execution }, query: { attempt, ...range } };
  const sent = http.GET("/api/v1/projects/{p}/executions/{execution}/log", { params, ...(signal && { signal }) });
  return (await answered(sent)) as unknown as LogPart;
}

/** The lines from a byte on that hold a plain text; a hundred, or what a look at 32 MiB finds. */
export async function searchLog(
  { p, execution, attempt }: LogAddress,
  q: string,
  after: number,
  signal: AbortSignal,
): Promise<LogPart> {
  const params = { path: { p, execution }, query: { attempt, q, after } };
  return (await answered(
    http.GET("/api/v1/projects/{p}/executions/{execution}/log/search", { params, signal }),
  )) as unknown as LogPart;
}

const addressOf = ({ p, execution, attempt }: LogAddress, what: "raw" | "stream"): string =>
  `/api/v1/projects/${encodeURIComponent(p)}/executions/${execution}/log/${what}?attempt=${attempt}`;

/** Where the whole log lies as a file. */
export const rawLogAddress = (log: LogAddress): string => addressOf(log, "raw");

export interface Place {
  generation: number;
  offset: number;
}

export type LogEvent = { lines: LogItem[]; place: Place } | { end: true };

/** What is written from a place on, until the log is complete or the connection breaks. Throws Problem. */
export async function* followLog(log: LogAddress, from: Place, signal: AbortSignal): AsyncGenerator<LogEvent> {
  const headers = { "X-Dayshift-Request": "1", "Last-Event-ID": `${from.generation}:${from.offset}` };
  const response = await fetch(addressOf(log, "stream"), { headers, signal }).catch(() => {
    throw new Problem({});
  });
  if (!response.ok || !response.body) throw new Problem((await response.json()) as Record<string, unknown>);
  for await (const { event, id, data } of readEvents(response.body)) {
    const [generation = 0, offset = 0] = id.split(":").map(Number);
    if (event === "lines") yield { lines: (JSON.parse(data) as { lines: LogItem[] }).lines, place: { generation, offset } };
    if (event === "end") yield { end: true };
    if (event === "access_ended") throw new Problem({ status: 403 });
  }
}

// Beside the key of the project: what happens there changes no log that has ended.
const key = ({ p, execution, attempt }: LogAddress) => ["logs", p, execution, attempt] as const;

const TAIL_LINES = 500;

/** The last lines of a log that has ended. */
export const tailQuery = (log: LogAddress) =>
  queryOptions({
    queryKey: [...key(log), "tail"],
    queryFn: async ({ signal }) => (await readLog(log, { tail: TAIL_LINES }, signal)).lines.filter((item) => "n" in item),
    staleTime: Infinity,
  });

/** The number of the line that begins at a byte. */
export const lineQuery = (log: LogAddress, offset: number) =>
  queryOptions({
    queryKey: [...key(log), "line", offset],
    queryFn: async ({ signal }) => {
      const [first] = (await readLog(log, { offset, bytes: 1 }, signal)).lines;
      return first && "n" in first ? first.n : null;
    },
    staleTime: Infinity,
  });

export type LogLevels = Schemas["LogLevels"];

/** Where a log speaks of errors and warnings, from a byte on, as far as one look goes. */
export async function readLevels({ p, execution, attempt }: LogAddress, after: number, signal: AbortSignal): Promise<LogLevels> {
  const params = { path: { p, execution }, query: { attempt, after } };
  return answered(http.GET("/api/v1/projects/{p}/executions/{execution}/log/levels", { params, signal }));
}
