import { expect, it } from "vitest";
import type { LogItem } from "@/api/logs";
import { PAGE, Pages } from "./pages";

const lines = (from: number, count: number): LogItem[] =>
  Array.from({ length: count }, (_, at) => ({ n: from + at, offset: 0, text: `line ${from + at}`, at: null }));

it("knows which line of a page is missing, and asks for none twice", () => {
  const pages = new Pages();
  pages.put(lines(1, 1000));
  pages.total = 2500;
  expect([1, 1000, 1001, 2400].map((line) => pages.missing(line))).toEqual([undefined, undefined, 1001, 2001]);
  pages.put(lines(2001, 100));
  expect(pages.missing(2001)).toBe(2101);
});

it("keeps 64 pages, the newest used and the last", () => {
  const pages = new Pages();
  pages.total = 200 * PAGE;
  for (let page = 199; page >= 0; page -= 1) pages.put(lines(page * PAGE + 1, PAGE));
  expect(pages.size).toBe(64);
  expect(pages.get(200 * PAGE)?.text).toBe("line 200000");
  expect(pages.get(1)?.text).toBe("line 1");
  expect(pages.get(100 * PAGE)).toBeUndefined();
});

it("puts the pieces of a long line together, and shows a bounded part", () => {
  const pages = new Pages();
  pages.put([...lines(1, 1), { n: 2, offset: 9, text: "a".repeat(19_999), at: null }, { n: 2, offset: 20_008, text: "bcd", at: null }]);
  expect(pages.get(2)).toMatchObject({ isLong: true });
  expect(pages.get(2)?.text).toHaveLength(20_000);
});

it("goes on with a line that was half written, and begins a new one otherwise", () => {
  const pages = new Pages();
  pages.put(lines(1, 2));
  pages.put([{ n: 2, offset: 20, text: " goes on", at: null }, ...lines(3, 1)], true);
  pages.put(lines(4, 1), true);
  expect([2, 3, 4].map((line) => pages.get(line)?.text)).toEqual(["line 2 goes on", "line 3", "line 4"]);
  expect(pages.total).toBe(4);
});

it("shows what was cut as one row, wherever it learns of it", () => {
  for (const items of [[...lines(1, 3), { cut: { bytes: 9, lines: 10 } }], [{ cut: { bytes: 9, lines: 10 } }, ...lines(14, 1)]]) {
    const pages = new Pages();
    pages.put(items);
    pages.total = 20;
    expect(pages.rows).toBe(11);
    expect([0, 2, 3, 4, 10].map((row) => pages.lineAt(row))).toEqual([1, 3, undefined, 14, 20]);
    expect([1, 3, 8, 14, 20].map((line) => pages.rowOf(line))).toEqual([0, 2, 3, 4, 10]);
    expect(pages.missing(5)).not.toBe(5);
  }
});
