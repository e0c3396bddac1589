import { expect, it } from "vitest";
import { changedParameter, newParameter, type Declared } from "./parameters";

const MONTH: Declared = { name: "month", type: "text", pattern: "[0-9]{4}-[0-9]{2}" };

it("gives a new value a name that none has", () => {
  expect(newParameter([]).name).toBe("value_1");
  expect(newParameter([{ name: "value_2", type: "text" }]).name).toBe("value_3");
});

it("keeps what the page has no field for, and gives choices to a choice alone", () => {
  const choice = changedParameter(MONTH, { type: "choice" });
  expect(choice).toEqual({ ...MONTH, type: "choice", choices: [] });
  expect(changedParameter({ ...choice, choices: ["a"] }, { type: "date" })).toEqual({ ...MONTH, type: "date" });
});
