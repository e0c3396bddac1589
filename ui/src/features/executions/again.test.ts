import { expect, it } from "vitest";
import type { RunDetail } from "@/api/executions";
import type { Job } from "@/api/jobs";
import { bodyOf, changesOf, formOf } from "./again";

const job = { parameters: [{ name: "month", default: "{{ month }}" }, { name: "dry", type: "boolean" }] } as unknown as Job;
const run = { parameters: { month: "2026-10" }, arguments: ["--out", "a b", "it's"] } as unknown as RunDetail;

it("fills in what the run was given, and the usual value of the rest", () => {
  expect(formOf(run, job)).toEqual({ values: { month: "2026-10", dry: "" }, line: String.raw`--out 'a b' 'it'\''s'` });
  expect(formOf({ ...run, parameters: null, arguments: null }, job)).toEqual({
    values: { month: "{{ month }}", dry: "" },
    line: undefined,
  });
});

it("sends only what was given or changed, and arguments only when they were", () => {
  const before = formOf(run, job);
  const after = { ...before, values: { ...before.values, dry: "true" } };
  expect(changesOf(before, after)).toEqual(["dry"]);
  expect(bodyOf(run, before, after)).toEqual({ parameters: { month: "2026-10", dry: "true" } });
  expect(bodyOf(run, before, { ...before, line: "--out {{ today }}" })).toEqual({
    parameters: { month: "2026-10" },
    arguments: "--out {{ today }}",
    expand: true,
  });
});
