import { describe, expect, it } from "vitest";
import type { NextRun } from "@/api/schedules";
import { ASKED, runDay } from "./run-day";

const HOUR = 60;
const DAY = 24 * HOUR;

/** What a preview would list of a schedule that runs every so many minutes, from a minute of 30 November on. */
function every(minutes: number, from: number, count = ASKED): NextRun[] {
  return Array.from({ length: count }, (_, index) => {
    const local = new Date(Date.UTC(2026, 10, 30, 0, from + index * minutes)).toISOString().slice(0, 16);
    return { nominal: `${local}:00Z`, local, text: "", in_s: 0, viewer: null, outcome: "will_run", marks: [] };
  });
}

describe("the day whose runs are drawn", () => {
  it("is one seen from midnight to midnight, though the first day runs too", () => {
    const day = runDay(every(HOUR, 14 * HOUR));

    expect(day).toMatchObject({ day: "2026-12-01", isWhole: true });
    expect(day?.times).toHaveLength(24);
    expect(day?.times[0]).toBe("00:00");
  });

  it("is what is left of the first day where the next one is cut off", () => {
    const day = runDay(every(15, 20 * HOUR));

    expect(day).toMatchObject({ day: "2026-11-30", isWhole: false });
    expect(day?.times).toHaveLength(16);
  });

  it("is none where not even the first day is listed to its end", () => {
    expect(runDay(every(1, 8 * HOUR))).toBeUndefined();
  });

  it("is the last one too where the runs end with it", () => {
    expect(runDay(every(HOUR, DAY - HOUR, 9))).toMatchObject({ day: "2026-12-01", isWhole: true });
    expect(runDay(every(HOUR, 8 * HOUR, 3))?.times).toEqual(["08:00", "09:00", "10:00"]);
  });

  it("is none without a run", () => {
    expect(runDay([])).toBeUndefined();
  });
});
