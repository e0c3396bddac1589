import { expect, it } from "vitest";
import { readRows } from "./csv";

const rows = (text: string) => {
  const { head, body } = readRows(text, 200, false);
  return [head, ...body];
};

it("reads quotes, doubled quotes, and line ends and separators inside them", () => {
  expect(rows('a,b\r\n"x, y","say ""no""\nthen"\r\n')).toEqual([["a", "b"], ["x, y", 'say "no"\nthen']]);
});

it("takes the separator that the first row has most of, outside quotes", () => {
  expect(rows('"a,b,c";amount\n1;-1 249,00')).toEqual([["a,b,c", "amount"], ["1", "-1 249,00"]]);
  expect(rows("a\tb\n1\t2")).toEqual([["a", "b"], ["1", "2"]]);
});

it("keeps empty cells, and leaves empty lines out", () => {
  expect(rows("a,b,c\n\n1,,\n")).toEqual([["a", "b", "c"], ["1", "", ""]]);
});

it("says that there is more", () => {
  const text = `n\n${Array.from({ length: 201 }, (_, n) => n).join("\n")}`;
  const read = readRows(text, 200, false);
  expect([read.body.length, read.isCut]).toEqual([200, true]);
  expect(readRows("n\n1\n", 200, false).isCut).toBe(false);
});

it("leaves out the last row of a part of a file, which may be cut in two", () => {
  expect(readRows("n,m\n1,2\n3,", 200, true)).toEqual({ head: ["n", "m"], body: [["1", "2"]], isCut: true });
});

it("ends where quotes do not", () => {
  expect(rows('a,b\n"1,2\n3')).toEqual([["a", "b"], ["1,2\n3"]]);
  expect(readRows("", 200, false)).toEqual({ head: [], body: [], isCut: false });
});
