import { expect, it } from "vitest";
import { levelOf, piecesOf } from "./pieces";

const E = "\u001B";
const shown = (line: string, query: string) =>
  piecesOf(line, query).map(({ text, style, isHit, href }) => [text, style.fg ?? "-", isHit ? "hit" : "", href ?? ""].join("|"));

it("marks what was found, whatever its case and its colours", () => {
  expect(shown(`a Time${E}[31mOUT b`, "timeout")).toEqual(["a |-||", "Time|-|hit|", "OUT|1|hit|", " b|1||"]);
  expect(shown("aXaXa", "x")).toEqual(["a|-||", "X|-|hit|", "a|-||", "X|-|hit|", "a|-||"]);
});

it("makes links of addresses of the web, and of nothing else", () => {
  expect(shown("see https://example.com/a?b=1.", "")).toEqual([
    "see |-||",
    "https://example.com/a?b=1|-||https://example.com/a?b=1",
    ".|-||",
  ]);
  expect(piecesOf("javascript:alert(1) ftp://x data:text/html,x", "").every(({ href }) => href === undefined)).toBe(true);
});

it.each([
  ["2026-11-29 ERROR no rates", "error"],
  ["ValueError: no", "error"],
  ["Traceback (most recent call last):", "error"],
  ["WARN slow", "warn"],
  ["INFO terror and warned", undefined],
])("takes %j for %s", (line, level) => expect(levelOf(line)).toBe(level));
