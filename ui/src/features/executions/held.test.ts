import { expect, it } from "vitest";
import { arranged } from "./held";

const key = (row: string) => row.charAt(0);

it.each([
  ["changes rows in their place", ["a1", "b2", "c1"], ["a1", "b2", "c1"], 0],
  ["lets new ones wait", ["y1", "z1", "a1", "b1", "c1"], ["a1", "b1", "c1"], 2],
  ["lets one wait that comes in between", ["a1", "y1", "b1", "c1"], ["a1", "b1", "c1"], 1],
  ["adds older ones at the end", ["y1", "a1", "b1", "c1", "d1", "e1"], ["a1", "b1", "c1", "d1", "e1"], 1],
  ["drops what is gone", ["a1", "c1"], ["a1", "c1"], 0],
])("%s", (_, rows, shown, waiting) => expect(arranged(["a", "b", "c"], rows, key)).toEqual({ shown, waiting }));
