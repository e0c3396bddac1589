import { expect, it } from "vitest";
import { exitText, hasFailed, isOver, reasonOf } from "./reason";

const run = { state: "failed", reason: "exit", exit_code: 1, signal: null, attempt: 1, waits_for: null, stopping: false };

it.each([
  [{}, "exit 1"],
  [{ reason: "signal", exit_code: null, signal: 9 }, "signal 9"],
  [{ state: "timed_out", reason: "timeout", exit_code: null }, "time limit"],
  [{ state: "lost", reason: "host_restarted", exit_code: null }, "host restarted"],
  [{ state: "lost", reason: "something new", exit_code: null }, "lost sight of it"],
  [{ state: "cancelled", reason: "replaced", exit_code: null }, "replaced by the next"],
  [{ state: "running", reason: null, exit_code: null, attempt: 2 }, "try 2"],
  [{ state: "running", reason: null, exit_code: null, stopping: true }, "stopping"],
  [{ state: "queued", reason: null, exit_code: null, waits_for: 7 }, "after run 7"],
  [{ state: "succeeded", reason: null, exit_code: 0 }, undefined],
])("says of %o: %s", (facts, text) => expect(reasonOf({ ...run, ...facts })).toBe(text));

it("knows what is over, and what of that went wrong", () => {
  const states = ["queued", "starting", "running", "succeeded", "failed", "timed_out", "cancelled", "lost"];
  expect(states.filter((state) => !isOver({ state }))).toEqual(["queued", "starting", "running"]);
  expect(states.filter((state) => hasFailed({ state }))).toEqual(["failed", "timed_out", "lost"]);
});

it("says what an exit code means, also one that stands for a signal", () => {
  expect(exitText({ exit_code: 1, signal: null })).toMatch(/error of its own/);
  expect(exitText({ exit_code: 137, signal: null })).toMatch(/killed/);
  expect(exitText({ exit_code: null, signal: 11 })).toMatch(/segmentation fault/);
  expect(exitText({ exit_code: 42, signal: null })).toMatch(/its program says/);
  expect(exitText({ exit_code: null, signal: null })).toBeUndefined();
});
