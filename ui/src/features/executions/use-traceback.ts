import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { lineQuery, tailQuery, type LogAddress } from "@/api/logs";
import { lastTraceback, type Traceback } from "./traceback";

interface Found {
  traceback: Traceback | undefined;
  /** The number of its first line. */
  line: number | undefined;
}

/** The last traceback of a log that has ended, from its last lines; those are not numbered, so its place is asked for. */
export function useTraceback(address: LogAddress, hasFailed: boolean): Found {
  const tail = useQuery({ ...tailQuery(address), enabled: hasFailed });
  const traceback = useMemo(() => lastTraceback(tail.data?.map((line) => line.text) ?? []), [tail.data]);
  const offset = traceback && tail.data?.[traceback.at]?.offset;
  const line = useQuery({ ...lineQuery(address, offset ?? 0), enabled: offset !== undefined });
  return { traceback, line: line.data ?? undefined };
}
