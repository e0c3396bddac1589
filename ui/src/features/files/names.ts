/** Names and places of files, as text; what may be one, the server says. */
import { words } from "./words";

export const joined = (folder: string, name: string): string => (folder === "" ? name : `${folder}/${name}`);

export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Every folder from the first below the project's root down to this one. */
export function stepsTo(folder: string): string[] {
  const parts = folder.split("/").filter(Boolean);
  return parts.map((_, depth) => parts.slice(0, depth + 1).join("/"));
}

/** What this page can say about a new name before the server is asked, if it is wrong. */
export function nameFlaw(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name.trim() === "") return words.names.none;
  if (name.includes("/")) return words.names.slash;
  return taken.has(name.trim()) ? words.names.taken : undefined;
}

/** How much of a name is chosen when it is to be typed anew: all but its suffix. */
export const stemLength = (name: string): number => (name.lastIndexOf(".") > 0 ? name.lastIndexOf(".") : name.length);
