import { expect, it } from "vitest";
import { helpFor, runOf } from "./why-help";

const pause = { since: "2026-11-29T05:30:00Z", until: null, reason: "", by: "ada" };
const active = { state: "active", pause: null, parked: null };

it.each([
  ["paused", { ...active, pause }, "schedule", ["run", "resume"]],
  ["paused", active, "schedule", ["run"]],
  ["will_be_paused", { ...active, pause }, "schedule", ["resume"]],
  ["will_be_paused", { ...active, pause }, "run", []],
  ["will_be_skipped", active, "edit", ["unskip"]],
  ["missed", active, "run", ["run"]],
  ["missed", active, "schedule", ["run", "change"]],
  ["parked", { ...active, parked: "no rule" }, "schedule", ["retry", "change"]],
  ["not_due", active, "view", []],
  ["will_run", active, "manage", []],
  ["after_end", { ...active, state: "ended" }, "manage", []],
] as const)("offers what helps with %s to who may do it", (outcome, schedule, level, helps) => {
  expect(helpFor({ outcome }, schedule, level)).toEqual(helps);
});

it("knows the run that came of it", () => {
  expect(runOf({ checks: [{ name: "due", ok: true, facts: {} }, { name: "started", ok: true, facts: { execution: 41 } }] })).toBe(41);
  expect(runOf({ checks: [{ name: "started", ok: false, facts: { execution: null } }] })).toBeUndefined();
});
