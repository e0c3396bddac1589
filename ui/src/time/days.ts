/** Plain days (YYYY-MM-DD) and times (HH:MM) as people type them: no zone, no instant, only the calendar. */
import { shown } from "./zones";

const DAY_MS = 86_400_000;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);
const text = (date: Date): string => date.toISOString().slice(0, 10);

/** The day that is so many days later. */
export const addDays = (day: string, count: number): string => text(new Date(utc(day).getTime() + count * DAY_MS));

/** 0 is Sunday, as calendars in browsers count. */
export const weekdayOf = (day: string): number => utc(day).getUTCDay();

/** The Monday of its week. */
export const mondayOf = (day: string): string => addDays(day, -((weekdayOf(day) + 6) % 7));

/** The 24 of 2026-11-24. */
export const dayOfMonth = (day: string): number => Number(day.slice(8));

/** "Tue 24 Nov 2026". */
export const dayText = (day: string): string => shown(utc(day), "UTC", "dayOfYear");

/** "24 Nov". */
export const shortDay = (day: string): string => dayText(day).split(" ").slice(1, 3).join(" ");

/** How often its weekday has come in the month by then: 4 for the fourth Tuesday. */
export const nthOfMonth = (day: string): number => Math.ceil(dayOfMonth(day) / 7);

/** The day that somebody typed: "tomorrow", "fri", "1 dec", "24.12.", "24/12/2026", "2026-12-24". Undefined for none. */
export function readDay(typed: string, today: string): string | undefined {
  const plain = typed.trim().toLowerCase();
  const words: Record<string, number> = { today: 0, tomorrow: 1, yesterday: -1 };
  if (plain in words) return addDays(today, words[plain] as number);
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(plain)) return checked(...(plain.split("-").map(Number) as [number, number, number]));
  const weekday = WEEKDAYS.findIndex((name) => plain.length >= 3 && plain.slice(0, 3) === name && !/\d/.test(plain));
  if (weekday >= 0) return addDays(today, (weekday - weekdayOf(today) + 7) % 7 || 7);
  return readParts(plain, today);
}

/** Day, month, perhaps a year; without one it is the next such day. */
function readParts(plain: string, today: string): string | undefined {
  const [, day, month, year] = /^(?:[a-z]+,?\s+)?(\d{1,2})[\s./]+(\d{1,2}|[a-z]+)\.?(?:[\s./,]+(\d{4}))?[.]?$/.exec(plain) ?? [];
  if (!day || !month) return undefined;
  const number = /\d/.test(month) ? Number(month) : MONTHS.indexOf(month.slice(0, 3)) + 1;
  if (year) return checked(Number(year), number, Number(day));
  const thisYear = Number(today.slice(0, 4));
  const found = checked(thisYear, number, Number(day));
  return found !== undefined && found < today ? checked(thisYear + 1, number, Number(day)) : found;
}

function checked(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? text(date) : undefined;
}

/** The time that somebody typed: "9", "930", "9:30", "9.30", "9pm", "noon". Undefined for none. */
export function readTime(typed: string): string | undefined {
  const plain = typed.trim().toLowerCase().replaceAll(/\s/g, "");
  if (plain === "noon") return "12:00";
  if (plain === "midnight") return "00:00";
  const [, hours, minutes = "00", half] = /^(\d{1,2})(?:[:.h]?(\d{2}))?(am|pm)?$/.exec(plain) ?? [];
  if (hours === undefined) return undefined;
  const hour = half ? (Number(hours) % 12) + (half === "pm" ? 12 : 0) : Number(hours);
  const isReal = hour < 24 && Number(minutes) < 60 && (!half || (Number(hours) >= 1 && Number(hours) <= 12));
  return isReal ? `${String(hour).padStart(2, "0")}:${minutes}` : undefined;
}
