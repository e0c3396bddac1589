import type { Entry } from "@/api/files";
import type { Uploads } from "./uploads";

/** What somebody is asked about. */
export type Asked =
  | { kind: "new" }
  | { kind: "rename" | "move" | "delete"; entry: Entry }
  | { kind: "replace"; names: readonly string[]; files: readonly File[]; uploads: Uploads };
