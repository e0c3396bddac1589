import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { runEndQuery, runQuery } from "@/api/executions";
import { isOver } from "./reason";

const SOON_MS = 1000;
const RUNNING_MS = 5000; // its end is waited for, so this is for all that changes before
const AT_ONCE_MS = 1;

/** A run that keeps itself up to date: its end is heard of at once, what comes before within a second. */
export function useRun(p: string, id: number) {
  const client = useQueryClient();
  const run = useQuery({
    ...runQuery(p, id),
    refetchInterval: ({ state: { data } }) => (!data || isOver(data) ? false : data.state === "running" ? RUNNING_MS : SOON_MS),
  });
  const isOpen = run.data !== undefined && !isOver(run.data);
  const end = useQuery({
    ...runEndQuery(p, id),
    enabled: isOpen,
    refetchInterval: ({ state: { data, status } }) => (status === "error" ? RUNNING_MS : data && isOver(data) ? false : AT_ONCE_MS),
  });
  useEffect(() => {
    if (isOpen && end.data && isOver(end.data)) client.setQueryData(runQuery(p, id).queryKey, end.data);
  }, [client, p, id, isOpen, end.data]);
  return run;
}
