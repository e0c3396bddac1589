import { notifications } from "@mantine/notifications";
import { useQueryClient, type Query, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { FRESH_MS } from "@/api/client";
import { followEvents, type Happened } from "@/api/events";
import { listed } from "@/words/catalogue";
import { words } from "./words";

const AT_MOST_MS = 300;
const POLL_MS = 5000;

/**
 * What changed is asked anew, where it is shown; what may no longer be seen is said, with whom to ask.
 *
 * Returns whether the server's stream is lost: meanwhile everything is asked anew every few seconds.
 */
export function useLive(): boolean {
  const client = useQueryClient();
  const [isLost, setLost] = useState(false);
  useEffect(() => follow(client, setLost), [client]);
  useEffect(() => (isLost ? poll(client) : undefined), [client, isLost]);
  return isLost;
}

function follow(client: QueryClient, setLost: (isLost: boolean) => void): () => void {
  const changed = new Set<string | undefined>();
  const filed = new Set<string | undefined>();
  let isReset = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function refresh() {
    timer = undefined;
    if (isReset) void askAnew(client, undefined, isFreshlyRefused);
    for (const project of changed) void askAnew(client, project);
    for (const project of filed) void askFiles(client, project);
    isReset = false;
    changed.clear();
    filed.clear();
  }

  function told(happened: Happened) {
    if (happened.kind === "lost" || happened.kind === "found") return setLost(happened.kind === "lost");
    const project = happened.kind === "poke" ? happened.project : undefined;
    if (happened.kind === "reset") isReset = true;
    else changed.add(project);
    if (happened.kind !== "poke" || happened.topic === "file") filed.add(project);
    timer ??= setTimeout(refresh, AT_MOST_MS);
    if (happened.kind === "access_ended" && happened.title) sayEnded(happened.title, happened.ask);
  }

  const stop = followEvents(told);
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** Ask again and again, and once more at the end: nobody told what happened meanwhile. */
function poll(client: QueryClient): () => void {
  const timer = setInterval(() => void askAnew(client, undefined, isRefused), POLL_MS);
  return () => {
    clearInterval(timer);
    void askAnew(client, undefined);
    void askFiles(client, undefined);
  };
}

/** Whether "Show more" is on its way: asking anew would take that answer away from whoever pressed it. */
const isTurning = ({ state }: Query): boolean => state.fetchMeta?.fetchMore !== undefined && state.fetchStatus === "fetching";

/** Whether there is an error in place of an answer; while it is asked anew the page says that it loads. */
const isRefused = ({ state }: Query): boolean => state.status === "error" && state.data === undefined;
const isFreshlyRefused = (query: Query): boolean => isRefused(query) && Date.now() - query.state.errorUpdatedAt < FRESH_MS;

async function askAnew(client: QueryClient, project: string | undefined, isSpared?: (query: Query) => boolean): Promise<void> {
  const queryKey = project === undefined ? ["projects"] : ["projects", project];
  await client.invalidateQueries({ queryKey, predicate: (query) => !isTurning(query) && !isSpared?.(query) });
  await client.invalidateQueries({ queryKey: ["me", "jobs"] });
}

/** Lists of files may be long, so they are asked anew for changes of files alone. */
async function askFiles(client: QueryClient, project: string | undefined): Promise<void> {
  const queryKey = project === undefined ? ["files"] : ["files", project];
  await client.invalidateQueries({ queryKey, predicate: (query) => !isTurning(query) });
}

function sayEnded(title: string, ask: readonly string[]): void {
  notifications.show({
    title: words.ended(title),
    message: ask.length > 0 ? words.endedAsk(listed(ask)) : words.endedAlone,
    autoClose: false,
  });
}
