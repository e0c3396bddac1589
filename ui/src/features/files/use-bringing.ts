import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import type { Entry } from "@/api/files";
import { meQuery } from "@/api/session";
import type { Asked } from "./asked";
import { uploadsOf } from "./uploads";
import { words } from "./words";

/** Brings files into a folder. Before something is replaced it is asked, once for all of them. */
export function useBringing(p: string, folder: string, entries: readonly Entry[], ask: (asked: Asked, opener: HTMLElement | null) => void) {
  const client = useQueryClient();
  const person = useQuery(meQuery).data?.name ?? "";
  const uploads = uploadsOf(person, p);
  const items = useSyncExternalStore(uploads.subscribe, () => uploads.items);
  const over = items.filter(({ state }) => state === "done" || state === "failed").length;
  useEffect(() => {
    if (over > 0) void client.invalidateQueries({ queryKey: ["files", p] }); // also where the session has ended: it is noticed
  }, [over, client, p]);

  function bring(files: readonly File[]) {
    const there = new Set(entries.filter(({ kind }) => kind === "file").map(({ name }) => name));
    const taken = files.map(({ name }) => name.normalize()).filter((name) => there.has(name));
    if (taken.length === 0) uploads.add(folder, files, new Set());
    else ask({ kind: "replace", names: taken, files, uploads }, document.activeElement as HTMLElement | null);
  }

  function drop({ files, folders }: Dropped) {
    for (const name of folders) uploads.refuse(folder, name, words.uploads.folder);
    if (files.length > 0) bring(files);
  }

  return { uploads, items, bring, drop };
}

export interface Dropped {
  files: File[];
  /** Names of folders, whose content a page does not get this way. */
  folders: string[];
}
