import { expect, it } from "vitest";
import { counted, listed, stretch } from "./catalogue";

it("counts as people do", () => {
  expect([0, 1, 2, 1204].map((count) => counted(count, "run", "runs"))).toEqual(["0 runs", "1 run", "2 runs", "1,204 runs"]);
});

it("joins names", () => {
  expect([["Ana"], ["Ana", "Jonas"], ["Ana", "Jonas", "Maya"]].map((names) => listed(names))).toEqual([
    "Ana",
    "Ana and Jonas",
    "Ana, Jonas and Maya",
  ]);
});

it("stretches what a pseudo-language shows, once", () => {
  expect(stretch("Run now")).toBe("[!! Rûñ ñöw~~~ !!]");
  expect(stretch(stretch("Run now"))).toBe(stretch("Run now"));
});
