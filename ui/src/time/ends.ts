/** Days as people choose them, and the instants at which they end. */
import { dayIn, shown } from "./zones";

const DAY_MS = 86_400_000;
const LOOKS = 2; // one step meets the offset, the next one the offset after a clock change

/** "Thu 31 Dec 2026": the day on which something lies. */
export const dayOf = (at: string, zone: string): string => shown(new Date(at), zone, "dayOfYear");

/** The day after this one, as YYYY-MM-DD. */
export const dayAfter = (at: string, zone: string): string => dayIn(new Date(Date.parse(at) + DAY_MS), zone);

/** This many times 24 hours after an instant. */
export const daysLater = (at: string, days: number): string => new Date(Date.parse(at) + days * DAY_MS).toISOString();

/** The last second of a day, YYYY-MM-DD, in a zone. */
export function endOfDay(day: string, zone: string): string {
  const wanted = Date.parse(`${day}T23:59:59Z`);
  let found = wanted;
  for (let look = 0; look < LOOKS; look += 1) found += wanted - wallClock(found, zone);
  return new Date(found).toISOString();
}

/** What a clock in the zone shows, as if it were UTC. */
function wallClock(at: number, zone: string): number {
  const instant = new Date(at);
  return Date.parse(`${dayIn(instant, zone)}T${shown(instant, zone, "seconds")}Z`);
}
