import type { ReactNode } from "react";
import { clock, counter } from "@/time/moments";
import type { LogModel } from "./log-model";
import { CutRow, LogRow } from "./log-row";
import type { Pages } from "./pages";

/** How the column of times is shown. */
export type Times = "clock" | "start" | "off";

export interface Showing {
  times: Times;
  zone: string;
  startedAt: string | null;
  query: string;
  /** The line of the search that one is at. */
  current: number | undefined;
  marked: { from: number; to: number } | undefined;
  onMark: (line: number, isRange: boolean) => void;
}

/** These rows of a log, as elements. */
export function drawRows(model: LogModel, first: number, end: number, showing: Showing): ReactNode[] {
  const { pages } = model;
  return Array.from({ length: Math.max(0, end - first) }, (_, place) => {
    const line = pages.lineAt(first + place);
    if (line === undefined) return pages.cut && <CutRow key="cut" bytes={pages.cut.bytes} lines={pages.cut.lines} />;
    return drawRow(pages, line, showing);
  });
}

function drawRow(pages: Pages, line: number, showing: Showing) {
  const { marked, query, current, onMark } = showing;
  const row = pages.get(line);
  return (
    <LogRow
      key={line}
      n={line}
      row={row}
      time={timeOf(row?.at ?? null, showing)}
      query={query}
      isMarked={marked !== undefined && marked.from <= line && line <= marked.to}
      isCurrent={line === current}
      onMark={onMark}
    />
  );
}

function timeOf(at: string | null, { times, zone, startedAt }: Showing): string | undefined {
  if (times === "off") return undefined;
  if (at === null) return "";
  return times === "clock" || startedAt === null ? clock(at, zone) : counter(startedAt, at);
}
