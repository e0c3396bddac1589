import { describe, expect, it } from "vitest";
import { formOf, mended, newForm, patched, written, type Form } from "./form";

const NOW = { day: "2026-11-23", time: "14:12" }; // a Monday
const FRESH = newForm(NOW, "Europe/Stockholm");

const saved = (trigger: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  name: "close",
  tz: "Europe/Stockholm",
  start: "2026-11-24T09:00",
  end: null,
  max_runs: null,
  overlap: { mode: "queue_one" },
  misfire: { mode: "latest" },
  trigger,
  ...more,
});

describe("a new schedule", () => {
  it.each([
    [NOW, "2026-11-23", "15:00"],
    [{ day: "2026-11-23", time: "05:30" }, "2026-11-23", "09:00"],
    [{ day: "2026-11-27", time: "18:01" }, "2026-11-30", "09:00"],
    [{ day: "2026-11-28", time: "10:00" }, "2026-11-30", "09:00"],
  ])("begins at the next working hour", (now, day, time) =>
    expect(newForm(now, "UTC")).toMatchObject({ day, time, repeat: "weekdays", ends: "never" }),
  );
});

describe("what the rows write", () => {
  const cases: [string, Partial<Form>, object][] = [
    ["once", { repeat: "once", day: "2026-11-24", time: "12:00" }, { trigger: { kind: "once", at: "2026-11-24T12:00" }, start: null }],
    ["some days", { repeat: "week", weekdays: ["tue", "thu"], time: "07:15" }, {
      trigger: { kind: "calendar", unit: "week", every: 1, weekdays: ["tue", "thu"], times: ["07:15"] },
      start: "2026-11-23T07:15",
    }],
    ["a span", { repeat: "custom", unit: "minute", every: 15, between: { from: "08:00", to: "18:00" } }, {
      trigger: { kind: "every", n: 15, unit: "minute", between: { from: "08:00", to: "18:00" }, weekdays: ["mon", "tue", "wed", "thu", "fri"] },
      start: "2026-11-23",
    }],
    ["the 31st", { repeat: "month", day: "2026-12-31" }, {
      trigger: { kind: "calendar", unit: "month", every: 1, on: [{ day: 31 }], short_month: "last_day", times: ["15:00"] },
    }],
    ["the last Thursday", { repeat: "month", monthly: "nth", day: "2026-12-31" }, {
      trigger: { kind: "calendar", unit: "month", every: 1, on: [{ nth: -1, weekday: "thu" }], times: ["15:00"] },
    }],
    ["until a day", { ends: "day", endDay: "2026-12-25" }, { end: "2026-12-25", max_runs: null }],
    ["until a time", { ends: "day", endDay: "2026-12-25", endTime: "12:00" }, { end: "2026-12-25T12:00" }],
    ["some runs", { ends: "runs", runs: 7 }, { end: null, max_runs: 7 }],
  ];
  it.each(cases)("%s", (_, rows, fields) => expect(written({ ...FRESH, ...rows })).toMatchObject(fields));
});

describe("a saved schedule", () => {
  const shown: [string, Record<string, unknown>, Record<string, unknown>, Partial<Form>][] = [
    ["weekdays", { kind: "calendar", unit: "week", every: 1, weekdays: ["mon", "tue", "wed", "thu", "fri"], times: ["09:00"] }, {}, { repeat: "weekdays" }],
    ["every hour", { kind: "every", n: 1, unit: "hour", anchor: "2026-11-24T08:00:00Z" }, {}, { repeat: "hour" }],
    ["every second day", { kind: "calendar", unit: "day", every: 2, times: ["09:00"], anchor: "2026-11-24" }, {}, { repeat: "custom", every: 2, unit: "day" }],
    ["all week in a span", { kind: "every", n: 5, unit: "minute", between: { from: "08:00", to: "18:00" } }, { start: "2026-11-24" }, { repeat: "custom" }],
    ["from now on", { kind: "calendar", unit: "month", every: 1, on: [{ nth: 2, weekday: "tue" }], times: ["06:30"] }, { start: null }, { repeat: "month", isFromNow: true, day: "2026-12-08" }],
    ["cron from now on", { kind: "cron", text: "@daily", dialect: "cron5" }, { start: null }, { repeat: "cron", isFromNow: true }],
    ["once", { kind: "once", at: "2026-12-01T12:00" }, { start: null }, { repeat: "once", day: "2026-12-01", time: "12:00" }],
    ["cron", { kind: "cron", text: "0 9 * * 1-5", dialect: "cron5" }, { start: "2026-11-24" }, { repeat: "cron", cron: "0 9 * * 1-5" }],
  ];
  it.each(shown)("is rows again: %s", (_, trigger, more, rows) => {
    const form = formOf(saved(trigger, more), NOW);
    expect(form).toMatchObject(rows);
    expect(written(form).trigger).toEqual(trigger); // with what no row shows
  });

  it.each([
    ["several times a day", { kind: "calendar", unit: "day", every: 1, times: ["09:00", "17:00"] }, {}],
    ["several days of the month", { kind: "calendar", unit: "month", every: 1, on: [{ day: 1 }, { day: 15 }], times: ["09:00"] }, {}],
    ["seconds", { kind: "every", n: 30, unit: "second", anchor: "2026-11-24T08:00:00Z" }, { start: "2026-11-24T08:00:00Z" }],
  ])("is kept as it is where no rows can show it: %s", (_, trigger, more) => {
    const form = formOf(saved(trigger, more), NOW);
    expect(form.repeat).toBe("kept");
    expect(written(form)).toMatchObject({ trigger, ...more });
  });

  it("is counted from where it was counted until its start or its rule is changed", () => {
    const trigger = { kind: "calendar", unit: "day", every: 3, times: ["09:00"], anchor: "2026-11-01" };
    const form = formOf(saved(trigger), NOW);
    expect(written(form).trigger).toEqual(trigger);
    expect(written({ ...form, time: "08:00" }).trigger).not.toHaveProperty("anchor");
  });
});

describe("what a schedule says to its job", () => {
  const trigger = { kind: "every", n: 1, unit: "hour" };
  const given = formOf(saved(trigger, { parameters: { month: "may", dry: true }, arguments: ["--out", "a b"] }), NOW);

  it("is kept as it was saved, also what is no text", () =>
    expect(written(given)).toMatchObject({ parameters: { month: "may", dry: true }, arguments: ["--out", "a b"] }));

  it("is what was typed; what is empty is as the job says", () => {
    const typed = { ...given, values: { ...given.values, month: "" }, arguments: "--out x" };
    expect(written(typed)).toMatchObject({ parameters: { dry: true }, arguments: "--out x" });
    expect(written({ ...given, values: { month: "" }, arguments: " " })).toMatchObject({ parameters: null, arguments: null });
  });

  it("stays when a cure is taken", () =>
    expect(written(mended(given, { tz: "UTC" }, NOW))).toMatchObject({ tz: "UTC", parameters: { month: "may", dry: true }, arguments: ["--out", "a b"] }));
});

it("applies a cure that the server offers", () => {
  expect(patched({ tz: "UTC", trigger: { kind: "cron", text: "x" }, end: "2026" }, { end: null, trigger: { text: "@daily" } })).toEqual({
    tz: "UTC",
    trigger: { kind: "cron", text: "@daily" },
  });
});
