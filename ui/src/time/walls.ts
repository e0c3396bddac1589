/** What clocks show now. */
import { dayIn, shown } from "./zones";

/** The day and the time that it is in this zone. */
export function wallNow(zone: string): { day: string; time: string } {
  const now = new Date();
  return { day: dayIn(now, zone), time: shown(now, zone, "time") };
}

/** "Mon 14:12": what people there see on the wall. */
export function clockIn(zone: string): string {
  const now = new Date();
  return `${shown(now, zone, "day").split(" ")[0]} ${shown(now, zone, "time")}`;
}


