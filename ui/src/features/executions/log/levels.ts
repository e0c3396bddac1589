/** Where a log speaks of errors and warnings: what was counted so far, as marks beside the rows. Pure. */
import type { LogLevels } from "@/api/logs";
import { plain } from "./ansi";
import type { Pages } from "./pages";

export type Level = "error" | "warn";

/** A stretch of lines from `line` on, up to the next one. */
export interface Stretch {
  line: number;
  errors: number;
  warnings: number;
}

export interface Levels {
  stretches: readonly Stretch[];
  errors: number;
  warnings: number;
  /** Up to this byte it was looked through. */
  scanned: number;
  size: number;
}

export const NO_LEVELS: Levels = { stretches: [], errors: 0, warnings: 0, scanned: 0, size: 0 };

const MOST_STRETCHES = 400;

// As the server counts them, so that one finds what it has counted.
const ERROR = /(?<![A-Za-z0-9_])(?:ERROR|CRITICAL|FATAL|Traceback \(most recent call last\))(?![A-Za-z0-9_])/;
const WARNING = /(?<![A-Za-z0-9_])WARN(?:ING)?(?![A-Za-z0-9_])/;

/** What is known once a further part has been looked through. */
export function grown(levels: Levels, { buckets, scanned, size }: LogLevels): Levels {
  const found = buckets.flatMap(({ line, errors, warnings }) => (line === null ? [] : [{ line, errors, warnings }]));
  return {
    stretches: fewer([...levels.stretches, ...found]),
    errors: levels.errors + sum(buckets, "errors"),
    warnings: levels.warnings + sum(buckets, "warnings"),
    scanned,
    size,
  };
}

const sum = (parts: LogLevels["buckets"], what: "errors" | "warnings"): number =>
  parts.reduce((total, part) => total + part[what], 0);

/** As many as can be told apart, however long somebody watches a log that grows. */
function fewer(stretches: readonly Stretch[]): readonly Stretch[] {
  if (stretches.length <= MOST_STRETCHES) return stretches;
  return stretches.flatMap((one, place) => {
    if (place % 2 === 1) return [];
    const next = stretches[place + 1];
    return [{ line: one.line, errors: one.errors + (next?.errors ?? 0), warnings: one.warnings + (next?.warnings ?? 0) }];
  });
}

/** What one walks through: errors, or warnings where there is nothing worse. */
export const worst = ({ errors, warnings }: Levels): Level | undefined =>
  errors > 0 ? "error" : warnings > 0 ? "warn" : undefined;

export function isOf(level: Level, text: string): boolean {
  const said = plain(text);
  const isError = ERROR.test(said);
  return level === "error" ? isError : !isError && WARNING.test(said);
}

/** Lines from `from` to before `end`, where one at least is of that level. */
export interface Range {
  from: number;
  end: number;
}

/** Where to look for the next line of a level after a line, or the one before it: nearest first, then round the end. */
export function rangesFrom({ stretches }: Levels, level: Level, line: number, by: 1 | -1): Range[] {
  const what = level === "error" ? "errors" : "warnings";
  const ranges = stretches.flatMap((one, place) =>
    one[what] > 0 ? [{ from: one.line, end: stretches[place + 1]?.line ?? Number.MAX_SAFE_INTEGER }] : [],
  );
  const before = ranges.filter(({ from }) => from < line).map(({ from, end }) => ({ from, end: Math.min(end, line) }));
  const after = ranges.filter(({ end }) => end > line + 1).map(({ from, end }) => ({ from: Math.max(from, line + 1), end }));
  const [first, then] = by === 1 ? [after, before] : [before.toReversed(), after.toReversed()];
  return [...first, ...then];
}

/** The marked stretch nearest to a part of all rows, from 0 to 1. */
export function stretchNear({ stretches }: Levels, pages: Pick<Pages, "rows" | "rowOf">, part: number): Stretch | undefined {
  const away = ({ line }: Stretch) => Math.abs(pages.rowOf(line) - part * pages.rows);
  return stretches.filter(({ errors, warnings }) => errors + warnings > 0).toSorted((one, other) => away(one) - away(other))[0];
}

export const TALL = 1000; // what the marks are drawn on, from the first row to the last
const LEAST = 5;

/** The marks of a level: errors reach across, warnings are short and at the right. */
export function marksOf({ stretches }: Levels, level: Level, rowOf: (line: number) => number, rows: number): string {
  const [what, left, width] = level === "error" ? (["errors", 0, 10] as const) : (["warnings", 6, 4] as const);
  const placeOf = (line: number) => (Math.min(rows, rowOf(line)) / Math.max(1, rows)) * (TALL - LEAST);
  return stretches
    .map((one, place) => {
      if (one[what] === 0) return "";
      const [top, end] = [placeOf(one.line), placeOf(stretches[place + 1]?.line ?? one.line)];
      return `M${left} ${Math.round(top)}h${width}v${Math.max(LEAST, Math.round(end - top))}h-${width}z`;
    })
    .join("");
}
