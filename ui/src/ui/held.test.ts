import { expect, it } from "vitest";
import { arranged } from "./held";

const key = (row: string) => row.charAt(0);

it.each([
  ["changes rows in their place", ["a1", "b2", "c1"], ["a1", "b2", "c1"], 0, 0],
  ["keeps the places when the order changes", ["c2", "a1", "b1"], ["a1", "b1", "c2"], 0, 0],
  ["lets new ones wait", ["y1", "z1", "a1", "b1", "c1"], ["a1", "b1", "c1"], 2, 0],
  ["lets one wait that comes in between", ["a1", "y1", "b1", "c1"], ["a1", "b1", "c1"], 1, 0],
  ["adds older ones at the end", ["y1", "a1", "b1", "c1", "d1", "e1"], ["a1", "b1", "c1", "d1", "e1"], 1, 0],
  ["keeps what is gone where others would move up", ["a1", "c1"], ["a1", "b0", "c1"], 0, 1],
  ["drops what is gone from the end", ["a1", "b1"], ["a1", "b1"], 0, 0],
  ["begins anew when nothing of it is left", ["y1", "z1"], ["y1", "z1"], 0, 0],
])("%s", (_, rows, shown, waiting, gone) => expect(arranged(["a0", "b0", "c0"], rows, key)).toEqual({ shown, waiting, gone }));
