import { describe, expect, it } from "vitest";
import { briefly, dayAndTime, duration, everyForm, fromNow } from "./moments";

const NOW = "2026-11-23T13:12:00Z";
const STOCKHOLM = "Europe/Stockholm";

describe("a moment in words", () => {
  it.each([
    ["2026-11-23T14:00:00Z", "Today, 15:00"],
    ["2026-11-24T05:30:00Z", "Tomorrow, 06:30"],
    ["2026-11-22T23:30:00Z", "Today, 00:30"],
    ["2026-11-22T22:30:00Z", "Yesterday, 23:30"],
    ["2026-11-27T05:30:00Z", "Fri 27 Nov, 06:30"],
    ["2027-01-04T05:30:00Z", "Mon 4 Jan 2027, 06:30"],
  ])("%s is %s", (at, text) => expect(dayAndTime(at, STOCKHOLM, NOW)).toBe(text));

  it.each([
    ["2026-11-23T13:12:30Z", "in less than a minute"],
    ["2026-11-23T13:11:30Z", "just now"],
    ["2026-11-24T05:30:00Z", "in 16 h 18 min"],
    ["2026-11-23T12:00:00Z", "1 h 12 min ago"],
    ["2026-11-30T13:12:00Z", "in 7 days"],
  ])("%s is %s", (at, text) => expect(fromNow(at, NOW)).toBe(text));

  it.each([
    ["2026-11-23T05:33:00Z", "06:33"],
    ["2026-11-19T05:33:00Z", "Thu"],
    ["2026-11-01T05:33:00Z", "1 Nov"],
  ])("%s is briefly %s", (at, text) => expect(briefly(at, STOCKHOLM, NOW)).toBe(text));

  it("is shown whole to those who ask", () =>
    expect(everyForm("2026-11-24T05:30:00Z", STOCKHOLM, "Europe/Lisbon")).toEqual([
      "Tue 24 Nov 2026 06:30:00 Europe/Stockholm",
      "Tue 24 Nov 2026 05:30:00 Europe/Lisbon",
      "Tue 24 Nov 2026 05:30:00 UTC",
      "2026-11-24T05:30:00Z",
    ]));
});

it.each([
  [0.34, "0.3 s"],
  [59, "59 s"],
  [59.6, "60 s"],
  [700, "11 min 40 s"],
  [3600, "1 h"],
  [7500, "2 h 5 min"],
])("%d seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));
