import { expect, it } from "vitest";
import { readSearch, wantedOf } from "./wanted";

it("reads what it knows of an address, and nothing else", () => {
  expect(readSearch({ q: 88_242, state: "failed", by: "me", job: "vat", other: 1 })).toEqual({ q: "88242", state: "failed", by: "me", job: "vat" });
  expect(readSearch({ q: "", state: "toString", by: "ada", job: 7 })).toEqual({});
});

it("asks for all states that are one to people", () => {
  expect(wantedOf({ state: "failed", q: "vat" })).toEqual({ q: "vat", state: ["failed", "timed_out", "lost"] });
  expect(wantedOf({ job: "vat" })).toEqual({ job: "vat" });
});
