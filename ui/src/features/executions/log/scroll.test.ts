import { expect, it } from "vitest";
import { readRange, ROW, rowsIn, scaleOf, topFor, writeRange } from "./scroll";

const VIEW = 600;

it("scrolls pixel by pixel while a browser can", () => {
  expect(scaleOf({ rows: 1000, view: VIEW })).toEqual({ height: 20_000, most: 19_400, ratio: 1 });
  expect(scaleOf({ rows: 3, view: VIEW })).toEqual({ height: 60, most: 0, ratio: 1 });
});

it("reaches the first and the last of fifty million rows", () => {
  const measure = { rows: 50_000_000, view: VIEW };
  const { height, ratio, most } = scaleOf(measure);
  expect(height).toBeLessThanOrEqual(8_000_000);
  expect((height - VIEW) * ratio).toBeCloseTo(most);
  expect(rowsIn(most, measure).end).toBe(50_000_000);
  expect(rowsIn(0, measure)).toEqual({ first: 0, end: VIEW / ROW + 6 });
});

it("puts a row in sight, and goes beyond no end", () => {
  const measure = { rows: 1000, view: VIEW };
  expect([0, 500, 999].map((row) => topFor(row, measure))).toEqual([0, 9800, 19_400]);
});

it.each([
  ["#L120-L140", { from: 120, to: 140 }],
  ["L140-L120", { from: 120, to: 140 }],
  ["L7", { from: 7, to: 7 }],
  ["", undefined],
  ["L0", undefined],
  ["L1-L2-L3", undefined],
  ["main", undefined],
])("reads the lines that %j marks", (hash, range) => expect(readRange(hash)).toEqual(range));

it("writes what it reads", () => {
  expect(writeRange(9, 3)).toBe("L3-L9");
  expect(writeRange(3, 3)).toBe("L3");
});
