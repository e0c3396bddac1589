/** Which rows a scrolled view shows, also where a browser allows no element as high as all of them. Pure. */

export const ROW = 20;
const OVERSCAN = 6;
const TALLEST = 8_000_000; // Firefox ends at 17.9 M px

export interface Measure {
  rows: number;
  view: number;
}

/** How high the scrolled element is, and how many pixels of rows one of its pixels stands for. */
export function scaleOf({ rows, view }: Measure): { height: number; ratio: number; most: number } {
  const real = rows * ROW;
  const height = Math.min(real, TALLEST);
  const most = Math.max(0, real - view);
  return { height, most, ratio: height > view ? most / (height - view) : 1 };
}

/** The rows in sight when `top` pixels of rows lie above, with some around them. */
export function rowsIn(top: number, { rows, view }: Measure): { first: number; end: number } {
  const first = Math.max(0, Math.floor(top / ROW) - OVERSCAN);
  return { first, end: Math.min(rows, Math.ceil((top + view) / ROW) + OVERSCAN) };
}

/** Where to scroll to so that a row stands in the upper third. */
export const topFor = (row: number, measure: Measure): number =>
  Math.min(scaleOf(measure).most, Math.max(0, row * ROW - Math.floor(measure.view / 3)));

/** The marked lines of an address: "L120-L140", "L7". */
export function readRange(hash: string): { from: number; to: number } | undefined {
  const [, from, to] = /^#?L(\d{1,15})(?:-L(\d{1,15}))?$/.exec(hash) ?? [];
  if (!from || Number(from) < 1) return undefined;
  const ends = [Number(from), Number(to ?? from)].toSorted((one, other) => one - other);
  return { from: ends[0] as number, to: ends[1] as number };
}

export const writeRange = (from: number, to: number): string => {
  const [first, last] = from <= to ? [from, to] : [to, from];
  return first === last ? `L${first}` : `L${first}-L${last}`;
};
