import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { folderQuery, type Entry } from "@/api/files";

const PAGES_AT_ONCE = 50; // 10,000 entries: more are looked for when somebody asks

const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Folders first, then by name as people count: 2 before 10. */
export const inOrder = (entries: readonly Entry[]): Entry[] =>
  entries.toSorted((one, other) => kindRank(one) - kindRank(other) || byName.compare(one.name, other.name));

const kindRank = (entry: Entry): number => (entry.kind === "folder" ? 0 : 1);

/** What lies in a folder: its pages come one after the other by themselves, and those that came are shown meanwhile. */
export function useFolder(p: string, folder: string) {
  const query = useInfiniteQuery(folderQuery(p, folder));
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const pages = query.data?.pages;
  const isLooking = hasNextPage && !isError && (pages?.length ?? 0) % PAGES_AT_ONCE !== 0;
  useEffect(() => {
    if (isLooking && !isFetching) void fetchNextPage();
  }, [isLooking, isFetching, fetchNextPage]);
  const entries = useMemo(() => inOrder(pages?.flatMap((page) => page.items) ?? []), [pages]);
  return { query, entries, isLooking, isCut: hasNextPage && !isLooking };
}
