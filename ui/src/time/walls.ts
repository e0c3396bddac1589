/** What clocks show now. */
import { dayIn, shown } from "./zones";

/** The day and the time that it is in this zone. */
export function wallNow(zone: string): { day: string; time: string } {
  const now = new Date();
  return { day: dayIn(now, zone), time: shown(now, zone, "time") };
}

/** What stands in an address as a time, as clocks in this zone show it; what cannot be read is now. */
export function wallOf(text: string | undefined, zone: string): { day: string; time: string } {
  const [, day, time = "00:00"] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::\d{2})?)?$/.exec(text ?? "") ?? [];
  if (day) return { day, time };
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? wallNow(zone) : { day: dayIn(at, zone), time: shown(at, zone, "time") };
}

/** "Mon 14:12": what people there see on the wall. */
export function clockIn(zone: string): string {
  const now = new Date();
  return `${shown(now, zone, "day").split(" ")[0]} ${shown(now, zone, "time")}`;
}


