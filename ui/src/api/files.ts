import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";
import { Problem } from "./problem";

export type Entry = Schemas["EntryOut"];
export type Page = Schemas["Folder"];
export type Space = Schemas["SpaceOut"];

const MOST_FOLDERS = 200; // of a project that are looked into for its programs

/** Where the bytes of a file are: a browser that goes there stores them. */
export const fileAddress = (p: string, path: string): string =>
  `/api/v1/projects/${encodeURIComponent(p)}/files/${encodeURIComponent(path)}`;

/** "." and ".." are no names here, but browsers make another address of them before they ask. */
const refuseDots = (path: string): void => {
  if (path === "." || path === "..") throw new Problem({ status: 404, code: "not_found" });
};

/** Some of what lies in a folder, by name, after the name `after`. Throws Problem. */
export async function listSome(p: string, path: string, after: string): Promise<Page> {
  refuseDots(path);
  const query = { list: true, after } as never;
  return (await answered(
    http.GET("/api/v1/projects/{p}/files/{path}", { params: { path: { p, path }, query }, parseAs: "json" }),
  )) as unknown as Page;
}

/**
 * What lies in a folder, page by page. Its key does not begin with "projects": what runs in a project changes often, and
 * does not change its list of files, which may be long.
 */
export const folderQuery = (p: string, path: string) =>
  infiniteQueryOptions({
    queryKey: ["files", p, path],
    queryFn: ({ pageParam }) => listSome(p, path, pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });

/** Everything in a folder. */
async function listFolder(p: string, path: string): Promise<Entry[]> {
  const found: Entry[] = [];
  let after: string | null = "";
  while (after !== null) {
    const page: Page = await listSome(p, path, after);
    found.push(...page.items);
    after = page.next;
  }
  return found;
}

/** The Python programs of a project, wherever they lie. */
export const programsQuery = (p: string) =>
  queryOptions({
    queryKey: ["projects", p, "programs"],
    queryFn: async () => {
      const programs: string[] = [];
      const folders = [""];
      for (let looked = 0; looked < MOST_FOLDERS && folders.length > 0; looked += 1) {
        for (const entry of await listFolder(p, folders.shift() as string)) {
          if (entry.kind === "folder") folders.push(entry.path);
          else if (entry.name.endsWith(".py")) programs.push(entry.path);
        }
      }
      return programs.toSorted();
    },
  });

/** The first bytes of a file that is not empty; `entry` says which state of it that is, so it is never asked twice. */
export const contentQuery = (p: string, entry: Entry, most: number) =>
  queryOptions({
    queryKey: ["contents", p, entry.path, entry.etag, most],
    queryFn: ({ signal }) => readStart(p, entry, most, signal),
    staleTime: Infinity,
    gcTime: 60_000,
  });

async function readStart(p: string, { path }: Entry, most: number, signal: AbortSignal): Promise<ArrayBuffer> {
  const headers = { Range: `bytes=0-${most - 1}` }; // always: it may have grown since it was listed
  const response = await fetch(fileAddress(p, path), { headers, signal }).catch(() => {
    throw new Problem({});
  });
  if (response.ok) return response.arrayBuffer();
  const problem = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  throw new Problem({ status: response.status, ...problem });
}

export const makeFolder = (p: string, path: string) =>
  answered(http.POST("/api/v1/projects/{p}/files/folder", { params: { path: { p } }, body: { path } }));

export const moveFile = (p: string, from: string, to: string) =>
  answered(http.POST("/api/v1/projects/{p}/files/move", { params: { path: { p } }, body: { from, to } }));

/** Remove a file, or a folder with all that is in it. */
export const deleteFile = (p: string, path: string) =>
  answered(http.DELETE("/api/v1/projects/{p}/files/{path}", { params: { path: { p, path } } }));
