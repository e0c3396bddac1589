import { expect, it } from "vitest";
import { wallNow, wallOf } from "./walls";

it.each([
  ["2027-03-29T00:30:00Z", "2027-03-29", "02:30"],
  ["2027-03-29T00:30:00+00:00", "2027-03-29", "02:30"],
  ["2027-03-28T02:30", "2027-03-28", "02:30"],
  ["2027-03-28T02:30:59", "2027-03-28", "02:30"],
  ["2027-03-28", "2027-03-28", "00:00"],
])("reads %s by the clocks of the zone", (text, day, time) => {
  expect(wallOf(text, "Europe/Stockholm")).toEqual({ day, time });
});

it.each([undefined, "", "soon"])("takes %j for now", (text) => {
  expect(wallOf(text, "UTC").day).toBe(wallNow("UTC").day);
});
