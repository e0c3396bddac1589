/** Files on their way to the server: in pieces, which go on after a break, and appear whole or not at all. */
import { answered, http } from "./client";
import { fileAddress } from "./files";
import { isProblem, Problem } from "./problem";

const PIECE = 2 * 1024 * 1024; // the server takes four times as much; small ones show how far it is
const MOST_BREAKS = 8; // one after the other, before it is given up until somebody says go on: about two minutes
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const BREAKS = new Set([0, 429, 502, 503, 504]);

export interface Upload {
  p: string;
  path: string;
  file: Blob;
  replace: boolean;
  /** The upload that a break left on the server, if this goes on with one. */
  id?: string | undefined;
  /** Hears the id, by which it can go on later. */
  begun?: (id: string) => void;
  /** Hears how many bytes are there. */
  told?: (sent: number) => void;
  /** Hears that a break has come, or is over. */
  broke?: (isBroken: boolean) => void;
  signal?: AbortSignal;
}

/** The bytes could not be read on this machine: the file was moved or changed since it was chosen. */
export class Unreadable extends Error {}

/** Put a file into a project. Throws Problem, Unreadable, and what `signal` gives when it is stopped. */
export async function upload(sent: Upload): Promise<void> {
  const id = sent.id ?? (await begin(sent));
  sent.begun?.(id);
  await sendAll(sent, id);
  await commit(sent, id);
}

async function begin({ p, path, file, replace }: Upload): Promise<string> {
  const body = { path, size: file.size, replace };
  return (await answered(http.POST("/api/v1/projects/{p}/uploads", { params: { path: { p } }, body }))).id;
}

/** From where the server has it to the end, asking again where that is after each break. */
async function sendAll(sent: Upload, id: string): Promise<void> {
  const { p, file, told, signal } = sent;
  let offset = sent.id === undefined ? 0 : await patiently(sent, () => reached(p, id));
  while (offset < file.size) {
    let isAgain = false;
    offset = await patiently(sent, async () => {
      if (isAgain) offset = await reached(p, id);
      isAgain = true;
      return offset < file.size ? sendPiece(p, id, offset, await read(file, offset), signal) : offset;
    });
    told?.(offset);
  }
}

/** Do it, and after a break again, with a longer pause each time. */
async function patiently<T>({ signal, broke }: Upload, act: () => Promise<T>): Promise<T> {
  for (let breaks = 0; ; breaks += 1) {
    signal?.throwIfAborted();
    try {
      const done = await act();
      if (breaks > 0) broke?.(false);
      return done;
    } catch (error) {
      if (!isBreak(error) || breaks === MOST_BREAKS) throw error;
    }
    broke?.(true);
    await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** breaks), signal);
  }
}

const isBreak = (error: unknown): boolean =>
  error instanceof Problem && (BREAKS.has(error.status) || error.code === "upload_gap");

/** Until so much time went by, the browser is online again, or somebody stops it. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = () => {
      over.abort();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    globalThis.addEventListener("online", end, { signal: over.signal });
    signal?.addEventListener("abort", end, { signal: over.signal });
  });
}

const reached = async (p: string, id: string): Promise<number> =>
  (await answered(http.GET("/api/v1/projects/{p}/uploads/{upload}", { params: { path: { p, upload: id } } }))).offset;

async function read(file: Blob, offset: number): Promise<ArrayBuffer> {
  return file.slice(offset, offset + PIECE).arrayBuffer().catch(() => {
    throw new Unreadable();
  });
}

async function sendPiece(p: string, id: string, offset: number, body: ArrayBuffer, signal?: AbortSignal): Promise<number> {
  const address = `/api/v1/projects/${encodeURIComponent(p)}/uploads/${encodeURIComponent(id)}?offset=${offset}`;
  const headers = { "Content-Type": "application/octet-stream", "X-Dayshift-Request": "1" };
  const response = await fetch(address, { method: "PUT", body, headers, ...(signal && { signal }) }).catch(() => {
    throw new Problem({});
  });
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) throw new Problem({ status: response.status, ...answer });
  return answer.offset as number;
}

/** Where the answer was lost, an upload that is gone has become its file: then that is looked at. */
async function commit(sent: Upload, id: string): Promise<void> {
  const { p, path, file } = sent;
  let isAgain = false;
  await patiently(sent, async () => {
    const was = isAgain;
    isAgain = true;
    try {
      await answered(http.POST("/api/v1/projects/{p}/uploads/{upload}/commit", { params: { path: { p, upload: id } }, body: {} }));
    } catch (error) {
      if (!was || !isProblem(error, "not_found") || (await sizeOf(p, path)) !== file.size) throw error;
    }
  });
}

async function sizeOf(p: string, path: string): Promise<number | undefined> {
  const response = await fetch(fileAddress(p, path)).catch(() => {
    throw new Problem({});
  });
  await response.body?.cancel();
  return response.ok ? Number(response.headers.get("content-length")) : undefined;
}
