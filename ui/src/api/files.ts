import { queryOptions } from "@tanstack/react-query";
import { answered, http } from "./client";
import { Problem } from "./problem";

export interface Entry {
  name: string;
  path: string;
  kind: "file" | "folder";
  size: number;
  modified_at: string;
}

const CHUNK = 8 * 1024 * 1024;
const MOST_FOLDERS = 200; // of a project that are looked into for its programs

/** What lies in a folder of a project. */
async function listFolder(p: string, path: string): Promise<Entry[]> {
  const found: Entry[] = [];
  let after = "";
  do {
    const query = { list: true, after } as never;
    const page = (await answered(
      http.GET("/api/v1/projects/{p}/files/{path}", { params: { path: { p, path }, query }, parseAs: "json" }),
    )) as unknown as { items: Entry[]; next: string | null };
    found.push(...page.items);
    after = page.next ?? "";
  } while (after !== "");
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

/** Put a file into a project, piece by piece; `told` hears what part of it is there. Throws Problem. */
export async function upload(p: string, path: string, file: Blob, told: (part: number) => void): Promise<void> {
  const started = await answered(
    http.POST("/api/v1/projects/{p}/uploads", { params: { path: { p } }, body: { path, size: file.size, replace: true } }),
  );
  const id = (started as { id: string }).id;
  for (let offset = 0; offset < file.size; offset += CHUNK) {
    await sendChunk(p, id, offset, file.slice(offset, offset + CHUNK));
    told(Math.min(1, (offset + CHUNK) / file.size));
  }
  await answered(
    http.POST("/api/v1/projects/{p}/uploads/{upload}/commit", { params: { path: { p, upload: id } }, body: {} }),
  );
}

async function sendChunk(p: string, id: string, offset: number, chunk: Blob): Promise<void> {
  const address = `/api/v1/projects/${encodeURIComponent(p)}/uploads/${encodeURIComponent(id)}?offset=${offset}`;
  const headers = { "Content-Type": "application/octet-stream", "X-Dayshift-Request": "1" };
  const response = await fetch(address, { method: "PUT", body: chunk, headers }).catch(() => {
    throw new Problem({});
  });
  if (!response.ok) throw new Problem((await response.json()) as Record<string, unknown>);
}
