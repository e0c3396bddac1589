import { describe, expect, it } from "vitest";
import { dayAfter, dayOf, daysLater, endOfDay } from "./ends";

describe("the end of a day", () => {
  it.each([
    ["2026-12-31", "Europe/Stockholm", "2026-12-31T22:59:59.000Z"],
    ["2026-07-01", "Europe/Stockholm", "2026-07-01T21:59:59.000Z"],
    ["2026-03-29", "Europe/Stockholm", "2026-03-29T21:59:59.000Z"],
    ["2026-10-25", "Europe/Stockholm", "2026-10-25T22:59:59.000Z"],
    ["2026-11-29", "America/New_York", "2026-11-30T04:59:59.000Z"],
    ["2026-11-29", "Pacific/Kiritimati", "2026-11-29T09:59:59.000Z"],
    ["2026-11-29", "UTC", "2026-11-29T23:59:59.000Z"],
  ])("%s in %s is %s", (day, zone, at) => expect(endOfDay(day, zone)).toBe(at));
});

it("the day of an instant is that of its zone", () => {
  expect(dayOf("2026-12-31T22:59:59Z", "Europe/Stockholm")).toBe("Thu 31 Dec 2026");
  expect(dayAfter("2026-12-31T23:30:00Z", "Europe/Stockholm")).toBe("2027-01-02");
  expect(daysLater("2026-11-29T12:00:00Z", 30)).toBe("2026-12-29T12:00:00.000Z");
});
