import { expect, it } from "vitest";
import { changedFields, draftFor, freeName, memoryText, newDraft, shortName, sizeOf, variablesOf, variablesText } from "./draft";

it.each([
  ["Quarterly VAT export", "quarterly-vat-export"],
  ["  Löhne & Gehälter (neu)  ", "lohne-gehalter-neu"],
  ["-- 7 days --", "7-days"],
  ["日本", ""],
  ["x".repeat(80), "x".repeat(64)],
])("calls %s by a short name that the server takes", (title, name) => expect(shortName(title)).toBe(name));

it("calls a job for a program as the file is called", () => {
  const { title, program } = draftFor("jobs/monthly report.py");
  expect([title, program]).toEqual(["monthly report", { path: "jobs/monthly report.py" }]);
});

it("names the fields that were changed, and no others", () => {
  const before = newDraft();
  const after = { ...newDraft(), title: "New", retries: { ...before.retries, max: 2 } };
  expect(changedFields(before, after)).toEqual(["title", "retries"]);
});

it("knows which size on offer a job has", () => {
  expect(sizeOf({ cpu: 2, memory: 4096 })).toBe("medium");
  expect(sizeOf({ cpu: 2, memory: 4097 })).toBeUndefined();
  expect([memoryText(512), memoryText(2048), memoryText(1536)]).toEqual(["512 MB", "2 GB", "1.5 GB"]);
});

it("reads variables a line, and says which line is none", () => {
  const variables = { A: "1", URL: "x?a=b" };
  expect(variablesOf(`${variablesText(variables)}\n\n`)).toEqual(variables);
  expect(() => variablesOf("A=1\noops")).toThrow();
});

it("finds a name for a copy that nobody has", () => {
  expect(freeName("vat", ["vat"])).toBe("vat-2");
  expect(freeName("vat-2", ["vat", "vat-2", "vat-3"])).toBe("vat-4");
  expect(freeName("a".repeat(64), [])).toBe(`${"a".repeat(62)}-2`);
});
