import { Text } from "@codemirror/state";
import { expect, it } from "vitest";
import { stretchOf } from "./findings";

const doc = Text.of(["import os", "a = '😀' + b", ""]);
const at = (line: number, column: number, end_line: number, end_column: number) =>
  stretchOf(doc, { line, column, end_line, end_column, severity: "error", code: "x", text: "x" });
const text = ({ from, to }: { from: number; to: number }) => doc.sliceString(from, to);

it("finds the place that the server means, also behind characters of two places", () => {
  expect(text(at(1, 8, 1, 10))).toBe("os");
  expect(text(at(2, 11, 2, 12))).toBe("b");
});

it("shows a point as the character at it, or before it", () => {
  expect(text(at(1, 1, 1, 1))).toBe("i");
  expect(text(at(1, 10, 1, 10))).toBe("s");
});

it("stays within a text that has become shorter", () => {
  expect(at(90, 5, 91, 1)).toEqual({ from: doc.length, to: doc.length });
  expect(text(at(1, 80, 1, 90))).toBe("s");
});
