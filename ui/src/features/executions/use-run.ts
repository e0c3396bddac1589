import { useQuery } from "@tanstack/react-query";
import { runQuery } from "@/api/executions";
import { isOver } from "./reason";

const SOON_MS = 1000;
const RUNNING_MS = 5000;

/** A run that keeps itself up to date: what happens in its project is heard of, and it is asked for now and then. */
export const useRun = (p: string, id: number) =>
  useQuery({
    ...runQuery(p, id),
    refetchInterval: ({ state: { data } }) => (!data || isOver(data) ? false : data.state === "running" ? RUNNING_MS : SOON_MS),
  });
