import { describe, expect, it } from "vitest";
import { changesOf } from "./changes";

const READER = { zone: "Europe/Stockholm", now: "2026-11-23T13:12:00Z" };

describe("what a deed changed", () => {
  it("names only what is different", () => {
    const before = { private: false, logs_for: "run", tz: "UTC" };
    expect(changesOf(before, { ...before, private: true, logs_for: "view" }, READER)).toEqual([
      "private: no → yes",
      "logs from: can run → can view",
    ]);
  });

  it("says of what is long that it changed, and not how", () => {
    const before = { program: { source: "a" }, description: "x" };
    const after = { program: { source: "b" }, description: "y".repeat(80) };
    expect(changesOf(before, after, READER)).toEqual(["code changed", "what it is good for changed"]);
  });

  it("tells what was given, with its end in the project's clock", () => {
    const given = { person: "Fatima", level: "run", tag: null, ends_at: "2026-12-31T22:59:59+00:00" };
    expect(changesOf(null, given, READER)).toEqual(["person: Fatima", "level: can run", "until: Thu 31 Dec, 23:59"]);
  });

  it("compares lists, and says nothing of a new thing with many fields", () => {
    expect(changesOf([], ["finance", "vat"], READER)).toEqual(["– → finance and vat"]);
    expect(changesOf(null, { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }, READER)).toEqual([]);
    expect(changesOf(null, null, READER)).toEqual([]);
    expect(changesOf(null, { executions: [4, 5], trigger: { kind: "cron" } }, READER)).toEqual(["runs: 4 and 5"]);
  });
});
