import { expect, it } from "vitest";
import { newForm, type Form } from "./form";
import { unusual } from "./unusual";

const FRESH = newForm({ day: "2026-11-23", time: "14:12" }, "UTC");

const cases: [string, Partial<Form>, string[]][] = [
  ["nothing of a new one", {}, []],
  ["what is not empty", { values: { month: "may", dry: "" } }, ["1 own value"]],
  ["arguments, also none", { arguments: [] }, ["own arguments"]],
  ["no line that is blank", { arguments: " " }, []],
  ["what is not caught up", { misfire: "none" }, ["missed: run nothing"]],
  ["no name that the server chose", { name: "vat-12" }, []],
  ["a name that somebody chose", { name: "vat-monthly" }, ["called vat-monthly"]],
];
it.each(cases)("says of a schedule %s", (_, rows, said) => expect(unusual({ ...FRESH, ...rows }, "vat")).toEqual(said));
