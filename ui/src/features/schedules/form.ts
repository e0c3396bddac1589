/** The rows of the dialog as one state, what they say to the server, and a saved schedule as rows again. Pure. */
import type { Schemas } from "@/api/client";
import { addDays, dayOfMonth, nthOfMonth, weekdayOf } from "@/time/days";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const WORKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri"];

export type Weekday = (typeof WEEKDAYS)[number];
/** `kept`: a rule that no rows can show; it stays as it was saved. */
export type Repeat = "once" | "hour" | "day" | "weekdays" | "week" | "month" | "custom" | "cron" | "kept";
export type Monthly = "day" | "last" | "nth" | "workday" | "nearest";
export type Unit = "minute" | "hour" | "day" | "week" | "month" | "year";
export type Ends = "never" | "day" | "runs";
export type Overlap = "queue_one" | "skip" | "queue_all" | "allow" | "replace";
export type Misfire = "latest" | "none" | "all";

export interface Form {
  repeat: Repeat;
  /** The first day, and the time of day of the runs; in cron mode the first day alone. */
  day: string;
  time: string;
  /** Whether there is no first day: it runs from now on. */
  isFromNow: boolean;
  weekdays: readonly Weekday[];
  monthly: Monthly;
  /** What becomes of the 29th to 31st in a month that has none. */
  shortMonth: "skip" | "last_day";
  every: number;
  unit: Unit;
  /** For minutes and hours: only between two times, on some days. */
  between: { from: string; to: string } | null;
  cron: string;
  ends: Ends;
  endDay: string;
  /** A time on the last day; without it that day is included. */
  endTime: string | null;
  runs: number;
  tz: string;
  overlap: Overlap;
  misfire: Misfire;
  name: string;
  /** Values of its own, by name; what is not there, or empty, is as the job says. */
  values: Readonly<Record<string, unknown>>;
  /** Arguments of its own: as they were saved, or a line that was typed; null is those of the job. */
  arguments: readonly string[] | string | null;
  /** The rule and its bounds as they were saved, with what no row shows: from when "every second week" is counted. */
  saved: { trigger: Trigger; start: string | null; end: string | null } | null;
}

export type Trigger = Record<string, unknown>;

/** What is sent: the fields of a schedule that this form writes. */
export interface Written {
  trigger: Trigger;
  tz: string;
  start: string | null;
  end: string | null;
  max_runs: number | null;
  overlap: { mode: Overlap };
  misfire: { mode: Misfire };
  name: string | null;
  arguments: string[] | string | null;
  parameters: Record<string, unknown> | null;
}

const FIRST_HOUR = 7;
const LAST_HOUR = 18;
const A_YEAR = 366;

/** A new schedule: every weekday from the next full working hour on, without an end. */
export function newForm(now: { day: string; time: string }, tz: string): Form {
  const { day, time } = nextWorkingHour(now);
  return {
    repeat: "weekdays",
    day,
    time,
    isFromNow: false,
    weekdays: WORKDAYS,
    monthly: "day",
    shortMonth: "last_day",
    every: 15,
    unit: "minute",
    between: null,
    cron: "",
    ends: "never",
    endDay: addDays(day, 28),
    endTime: null,
    runs: 10,
    tz,
    overlap: "queue_one",
    misfire: "latest",
    name: "",
    values: {},
    arguments: null,
    saved: null,
  };
}

const isWorkday = (day: string): boolean => weekdayOf(day) % 6 !== 0;

function nextWorkingHour({ day, time }: { day: string; time: string }): { day: string; time: string } {
  const hour = Number(time.slice(0, 2)) + 1;
  if (isWorkday(day) && hour >= FIRST_HOUR && hour <= LAST_HOUR) return { day, time: `${String(hour).padStart(2, "0")}:00` };
  let next = hour < FIRST_HOUR && isWorkday(day) ? day : addDays(day, 1);
  while (!isWorkday(next)) next = addDays(next, 1);
  return { day: next, time: "09:00" };
}

/** What the rows write, in the server's words. */
export function written(form: Form): Written {
  return {
    ...ruleOf(form),
    tz: form.tz,
    max_runs: form.repeat !== "once" && form.ends === "runs" ? form.runs : null,
    overlap: { mode: form.overlap },
    misfire: { mode: form.misfire },
    name: form.name.trim() || null,
    arguments: givenArguments(form),
    parameters: givenValues(form),
  };
}

function givenArguments({ arguments: given }: Form): Written["arguments"] {
  if (typeof given === "string") return given.trim() === "" ? null : given;
  return given && [...given];
}

function givenValues({ values }: Form): Written["parameters"] {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  return given.length === 0 ? null : Object.fromEntries(given);
}

function ruleOf(form: Form): Pick<Written, "trigger" | "start" | "end"> {
  if (form.repeat === "kept" && form.saved) return form.saved;
  if (form.repeat === "once") return { trigger: triggerOf(form), start: null, end: null };
  const start = startOf(form);
  const trigger = triggerOf(form);
  const isUntouched = form.saved !== null && start === form.saved.start && isSame(trigger, form.saved.trigger);
  return {
    trigger: isUntouched && form.saved ? form.saved.trigger : trigger,
    start,
    end: form.ends === "day" ? endOf(form) : null,
  };
}

function startOf(form: Form): string | null {
  if (form.isFromNow) return null;
  return hasOwnTimes(form) ? form.day : `${form.day}T${form.time}`;
}

const endOf = (form: Form): string => (form.endTime === null ? form.endDay : `${form.endDay}T${form.endTime}`);

/** Whether the times of day come from elsewhere than the row "Starts". */
export const hasOwnTimes = (form: Form): boolean =>
  form.repeat === "cron" || (form.repeat === "custom" && isElapsed(form.unit) && form.between !== null);

export const isElapsed = (unit: Unit): boolean => unit === "minute" || unit === "hour";

function triggerOf(form: Form): Trigger {
  switch (form.repeat) {
    case "once":
      return { kind: "once", at: `${form.day}T${form.time}` };
    case "hour":
      return { kind: "every", n: 1, unit: "hour" };
    case "cron":
      return { kind: "cron", text: form.cron };
    case "day":
      return calendar(form, "day", 1, {});
    case "weekdays":
    case "week":
      return calendar(form, "week", 1, { weekdays: form.weekdays });
    case "month":
      return calendar(form, "month", 1, onOf(form));
    case "custom":
      return customOf(form);
    case "kept":
      return form.saved?.trigger ?? {};
  }
}

function customOf(form: Form): Trigger {
  const { unit, every } = form;
  if (!isElapsed(unit)) return calendar(form, unit, every, extrasOf(form));
  if (!form.between) return { kind: "every", n: every, unit };
  const weekdays = form.weekdays.length < WEEKDAYS.length ? { weekdays: form.weekdays } : {};
  return { kind: "every", n: every, unit, between: form.between, ...weekdays };
}

function extrasOf(form: Form): Trigger {
  if (form.unit === "week") return { weekdays: form.weekdays };
  if (form.unit === "month") return onOf(form);
  return form.unit === "year" ? { ...onOf(form), months: [Number(form.day.slice(5, 7))] } : {};
}

const calendar = (form: Form, unit: string, every: number, more: Trigger): Trigger => ({
  kind: "calendar",
  unit,
  every,
  ...more,
  times: [form.time],
});

function onOf(form: Form): Trigger {
  const day = dayOfMonth(form.day);
  const items: Record<Monthly, Trigger> = {
    day: { day },
    last: { day: -1 },
    nth: { nth: nthOfMonth(form.day) > 4 ? -1 : nthOfMonth(form.day), weekday: weekdayName(form.day) },
    workday: { workday: -1 },
    nearest: { nearest_weekday: day },
  };
  const isLate = form.monthly === "day" && day > 28;
  return { on: [items[form.monthly]], ...(isLate ? { short_month: form.shortMonth } : {}) };
}

/** "tue" of 2026-11-24. */
export const weekdayName = (day: string): Weekday => WEEKDAYS[(weekdayOf(day) + 6) % 7] as Weekday;

// Back again ---------------------------------------------------------------------------------------------------------

type Saved = Pick<Schemas["ScheduleOut"], "trigger" | "tz" | "start" | "end" | "max_runs" | "name"> & {
  overlap: Record<string, unknown>;
  misfire: Record<string, unknown>;
  arguments?: readonly string[] | string | null;
  parameters?: Record<string, unknown> | null;
};

/** The rows that write what was saved. When no rows do, its rule is kept as it is: nothing is bent. */
export function formOf(saved: Saved, now: { day: string; time: string }): Form {
  const bounds = boundsOf(saved, newForm(now, saved.tz));
  const rows = rowsOf(bounds.saved?.trigger ?? {}, bounds);
  if (!rows) return { ...bounds, repeat: "kept" };
  const days = rows.isFromNow ? Array.from({ length: A_YEAR }, (_, count) => addDays(now.day, count)) : [rows.day];
  const day = days.find((one) => says({ ...rows, day: one }, saved));
  return day === undefined ? { ...bounds, repeat: "kept" } : { ...rows, day };
}

/** Whether rows write just what was saved. */
function says(form: Form, saved: Saved): boolean {
  const { trigger, start, end } = written({ ...form, saved: null });
  return start === saved.start && end === saved.end && isSame(trigger, saved.trigger as Trigger);
}

function boundsOf(saved: Saved, fresh: Form): Form {
  const [day = fresh.day, time = fresh.time] = saved.start?.split("T") ?? [];
  const [endDay = fresh.endDay, endTime = null] = saved.end?.split("T") ?? [];
  const ends = saved.end !== null ? "day" : saved.max_runs !== null ? "runs" : "never";
  return {
    ...fresh,
    day,
    time,
    isFromNow: saved.start === null,
    ends,
    endDay,
    endTime,
    runs: saved.max_runs ?? fresh.runs,
    overlap: saved.overlap.mode as Overlap,
    misfire: saved.misfire.mode as Misfire,
    name: saved.name,
    values: saved.parameters ?? {},
    arguments: saved.arguments ?? null,
    saved: { trigger: saved.trigger as Trigger, start: saved.start, end: saved.end },
  };
}

function rowsOf(trigger: Trigger, form: Form): Form | undefined {
  switch (trigger.kind) {
    case "once": {
      const [day, time] = String(trigger.at).split("T");
      return { ...form, repeat: "once", isFromNow: false, day: day ?? form.day, time: time ?? form.time };
    }
    case "cron":
      return { ...form, repeat: "cron", cron: String(trigger.text) };
    case "every":
      return everyRows(trigger, form);
    case "calendar":
      return calendarRows(trigger, form);
    default:
      return undefined;
  }
}

function everyRows(trigger: Trigger, form: Form): Form {
  const n = Number(trigger.n);
  const between = (trigger.between ?? null) as Form["between"];
  if (n === 1 && trigger.unit === "hour" && !between) return { ...form, repeat: "hour" };
  const weekdays = (trigger.weekdays as Weekday[] | undefined) ?? (between ? [...WEEKDAYS] : form.weekdays);
  return { ...form, repeat: "custom", every: n, unit: trigger.unit as Unit, between, weekdays };
}

function calendarRows(trigger: Trigger, form: Form): Form {
  const [time = form.time] = trigger.times as string[];
  const every = Number(trigger.every);
  const weekdays = (trigger.weekdays as Weekday[] | undefined) ?? form.weekdays;
  const monthly = monthlyOf((trigger.on as Trigger[] | undefined)?.[0] ?? {});
  const shortMonth = trigger.short_month === "skip" ? "skip" : "last_day";
  const rows = { ...form, time, weekdays, monthly, shortMonth } as Form;
  const simple: Partial<Record<string, Repeat>> = { day: "day", week: isWorkdays(weekdays) ? "weekdays" : "week", month: "month" };
  const repeat = every === 1 ? simple[String(trigger.unit)] : undefined;
  return repeat ? { ...rows, repeat } : { ...rows, repeat: "custom", every, unit: trigger.unit as Unit };
}

const isWorkdays = (weekdays: readonly Weekday[]): boolean => weekdays.join() === WORKDAYS.join();

function monthlyOf(item: Trigger): Monthly {
  if (item.day === -1) return "last";
  if ("nth" in item) return "nth";
  if ("workday" in item) return "workday";
  return "nearest_weekday" in item ? "nearest" : "day";
}

/** Whether two rules are one, but for what the server fills in by itself: from when it counts, which cron it read. */
function isSame(ours: Trigger, theirs: Trigger): boolean {
  return plain(ours) === plain(theirs);
}

function plain({ anchor: _anchor, dialect: _dialect, ...rest }: Trigger): string {
  return JSON.stringify(Object.entries(rest).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** The rows after a cure that the server offers: a patch of what they write. */
export function mended(form: Form, patch: Record<string, unknown>, now: { day: string; time: string }): Form {
  const cured = patched({ ...written(form), name: form.name }, patch);
  const bounds = { start: null, end: null, max_runs: null }; // a patch may have taken them away
  const { start, end, max_runs, ...rest } = { ...bounds, ...cured };
  return formOf({ ...rest, start, end, max_runs }, now);
}

/** A JSON merge patch (RFC 7386) of what the rows write: how the server says a cure. */
export function patched<T>(target: T, patch: unknown): T {
  if (!isObject(patch)) return patch as T;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = patched(result[name], value);
  }
  return result as T;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
