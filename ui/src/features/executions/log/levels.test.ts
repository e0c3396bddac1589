import { expect, it } from "vitest";
import { grown, isOf, marksOf, NO_LEVELS, rangesFrom, worst } from "./levels";

const answer = (counts: readonly (readonly [number | null, number, number])[], scanned: number, size = scanned) => ({
  buckets: counts.map(([line, errors, warnings], place) => ({ offset: place * 10, line, errors, warnings })),
  scanned,
  size,
  complete: true,
});

it("adds what a further look has found", () => {
  const once = grown(NO_LEVELS, answer([[1, 0, 2], [null, 0, 0], [7, 1, 0]], 30, 60));
  const twice = grown(once, answer([[9, 3, 0]], 60));
  expect(twice).toMatchObject({ errors: 4, warnings: 2, scanned: 60, size: 60 });
  expect(twice.stretches.map(({ line }) => line)).toEqual([1, 7, 9]);
});

it("keeps a bounded number of marks, and loses none of what they count", () => {
  let levels = NO_LEVELS;
  for (let look = 0; look < 5000; look += 1) levels = grown(levels, answer([[look + 1, 1, 0]], look));
  expect(levels.stretches.length).toBeLessThanOrEqual(400);
  expect(levels.stretches.reduce((sum, { errors }) => sum + errors, 0)).toBe(5000);
});

it("looks for the next one from where one is, then round the end", () => {
  const levels = grown(NO_LEVELS, answer([[1, 1, 0], [10, 0, 1], [20, 2, 0], [30, 0, 0]], 40));
  expect(rangesFrom(levels, "error", 22, 1)).toEqual([{ from: 23, end: 30 }, { from: 1, end: 10 }, { from: 20, end: 22 }]);
  expect(rangesFrom(levels, "error", 22, -1)).toEqual([{ from: 20, end: 22 }, { from: 1, end: 10 }, { from: 23, end: 30 }]);
  expect(rangesFrom(levels, "warn", 0, 1)).toEqual([{ from: 10, end: 20 }]);
});

it("walks through warnings only where there is nothing worse", () => {
  expect(worst(NO_LEVELS)).toBeUndefined();
  expect(worst(grown(NO_LEVELS, answer([[1, 0, 1]], 10)))).toBe("warn");
  expect(worst(grown(NO_LEVELS, answer([[1, 1, 1]], 10)))).toBe("error");
});

it("takes a line for what the server takes it for", () => {
  expect(["ERROR: no", "\u001B[31mERROR\u001B[0m", "ERRORS", "MY_ERROR", "WARN"].map((text) => isOf("error", text))).toEqual([
    true, true, false, false, false,
  ]);
  expect(["WARNING: slow", "WARN ERROR", "forewarn"].map((text) => isOf("warn", text))).toEqual([true, false, false]);
});

const rowOf = (line: number) => line - 1;

it("draws errors across and warnings at the right, each high enough to be seen", () => {
  const levels = grown(NO_LEVELS, answer([[1, 1, 0], [51, 0, 1]], 20));
  expect(marksOf(levels, "error", rowOf, 100)).toBe("M0 0h10v498h-10z");
  expect(marksOf(levels, "warn", rowOf, 100)).toBe("M6 498h4v5h-4z");
});
