import { describe, expect, it } from "vitest";
import { addDays, dayText, mondayOf, nthOfMonth, readDay, readTime, shortDay } from "./days";

const TODAY = "2026-11-23"; // a Monday

describe("a day as people type it", () => {
  it.each([
    ["today", "2026-11-23"],
    ["Tomorrow", "2026-11-24"],
    ["fri", "2026-11-27"],
    ["friday", "2026-11-27"],
    ["monday", "2026-11-30"],
    ["1 dec", "2026-12-01"],
    ["24.12.", "2026-12-24"],
    ["24.12.2027", "2027-12-24"],
    ["1/2", "2027-02-01"],
    ["Tue 24 Nov 2026", "2026-11-24"],
    ["29 feb 2028", "2028-02-29"],
    ["2026-12-24", "2026-12-24"],
  ])("%s", (typed, day) => expect(readDay(typed, TODAY)).toBe(day));

  it.each(["", "soon", "31.11.", "29 feb 2027", "2026-13-01", "0 dec", "24"])("is none: %s", (typed) =>
    expect(readDay(typed, TODAY)).toBeUndefined(),
  );
});

describe("a time as people type it", () => {
  it.each([
    ["9", "09:00"],
    ["930", "09:30"],
    ["9:30", "09:30"],
    ["0715", "07:15"],
    ["7.15", "07:15"],
    ["9pm", "21:00"],
    ["12am", "00:00"],
    ["12 pm", "12:00"],
    ["noon", "12:00"],
    ["23:59", "23:59"],
  ])("%s", (typed, time) => expect(readTime(typed)).toBe(time));

  it.each(["", "24", "9:60", "13pm", "0pm", "x", "9:5"])("is none: %s", (typed) => expect(readTime(typed)).toBeUndefined());
});

it("counts days over the ends of months and years", () => {
  expect([addDays("2026-12-31", 1), addDays("2027-03-01", -1), mondayOf("2026-11-29"), mondayOf(TODAY)]).toEqual([
    "2027-01-01",
    "2027-02-28",
    "2026-11-23",
    "2026-11-23",
  ]);
  expect([dayText("2026-11-24"), shortDay("2026-12-27"), nthOfMonth("2026-11-24")]).toEqual(["Tue 24 Nov 2026", "27 Dec", 4]);
});
