/** Instants as people say them. The only folder that knows `Date`; everybody else passes the text of the server on. */
import { counted } from "@/words/catalogue";
import { time as words } from "@/words/time";
import { dayIn, shown } from "./zones";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Now, as the server writes instants. */
export const now = (): string => new Date().toISOString();

/** The same as a number that one can subtract from another. */
export const nowMs = (): number => Date.now();

/** Seconds from one instant to another. */
export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** "Today, 06:30", "Tomorrow, 06:30", "Fri 27 Nov, 06:30": how a clock in this zone shows it. */
export function dayAndTime(at: string, zone: string, today: string): string {
  return `${dayWord(at, zone, today)}, ${shown(new Date(at), zone, "time")}`;
}

/** The same as short as a pill needs it: "06:33" of today, "Thu" of this week, "1 Nov". */
export function briefly(at: string, zone: string, today: string): string {
  const day = dayWord(at, zone, today);
  if (day === words.today) return shown(new Date(at), zone, "time");
  const [weekday = day, ...date] = shown(new Date(at), zone, "day").split(" ");
  return Math.abs(secondsBetween(at, today)) < 6 * DAY ? weekday : date.join(" ");
}

function dayWord(at: string, zone: string, today: string): string {
  const day = dayIn(new Date(at), zone);
  const here = dayIn(new Date(today), zone);
  const apart = Math.round((Date.parse(day) - Date.parse(here)) / (DAY * 1000));
  if (apart === 0) return words.today;
  if (apart === 1) return words.tomorrow;
  if (apart === -1) return words.yesterday;
  return shown(new Date(at), zone, day.slice(0, 4) === here.slice(0, 4) ? "day" : "dayOfYear");
}

/** "in 16 h 18 min", "in 7 days", "2 min ago", "now": two units at most, as far as they matter. */
export function fromNow(at: string, today: string): string {
  const seconds = secondsBetween(today, at);
  if (Math.abs(seconds) < MINUTE) return seconds >= 0 ? words.soon : words.justNow;
  return seconds > 0 ? words.in(roughly(seconds)) : words.ago(roughly(-seconds));
}

function roughly(seconds: number): string {
  if (seconds < HOUR) return words.minutes(Math.floor(seconds / MINUTE));
  if (seconds >= 2 * DAY) return counted(Math.round(seconds / DAY), words.day, words.days);
  const [hours, minutes] = [Math.floor(seconds / HOUR), Math.floor((seconds % HOUR) / MINUTE)];
  return minutes === 0 || hours >= 24 ? words.hours(hours) : `${words.hours(hours)} ${words.minutes(minutes)}`;
}

/** "11 min 40 s", "0.3 s", "2 h 5 min": how long something took. */
export function duration(seconds: number): string {
  if (seconds < 10) return words.seconds(Math.round(seconds * 10) / 10);
  if (seconds < MINUTE) return words.seconds(Math.round(seconds));
  const whole = Math.round(seconds);
  if (whole < HOUR) return join(words.minutes(Math.floor(whole / MINUTE)), whole % MINUTE, words.seconds);
  return join(words.hours(Math.floor(whole / HOUR)), Math.floor((whole % HOUR) / MINUTE), words.minutes);
}

const join = (first: string, rest: number, unit: (count: number) => string): string =>
  rest === 0 ? first : `${first} ${unit(rest)}`;

/** "14:12:03": the clock of this zone, to the second. */
export const clock = (at: string, zone: string): string => shown(new Date(at), zone, "seconds");

/** "0:12:03": how far one moment lies behind another. */
export function counter(from: string, at: string): string {
  const seconds = Math.max(0, Math.floor(secondsBetween(from, at)));
  const [minutes, hours] = [Math.floor(seconds / MINUTE) % 60, Math.floor(seconds / HOUR)];
  return [hours, ...[minutes, seconds % MINUTE].map((part) => String(part).padStart(2, "0"))].join(":");
}

/** "12 s ago": how old something is that came at this number of milliseconds. */
export const age = (cameAtMs: number): string => words.ago(duration(Math.max(0, Math.round((Date.now() - cameAtMs) / 1000))));

/** The whole truth for a tooltip: in its own zone, for the reader, and as programs write it. */
export function everyForm(at: string, zone: string, viewer: string): string[] {
  const instant = new Date(at);
  const inZone = (name: string): string => `${shown(instant, name, "dayOfYear")} ${shown(instant, name, "seconds")} ${name}`;
  const zones = [...new Set([zone, viewer, "UTC"])];
  return [...zones.map(inZone), instant.toISOString().replace(".000", "")];
}
