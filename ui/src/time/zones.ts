/** Formatters are built once for each zone and style: building one takes longer than all else that a row does. */

const kept = new Map<string, Intl.DateTimeFormat>();

export const STYLES = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  day: { weekday: "short", day: "numeric", month: "short" },
  dayOfYear: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
  iso: { year: "numeric", month: "2-digit", day: "2-digit" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type Style = keyof typeof STYLES;

function formatter(zone: string, style: Style): Intl.DateTimeFormat {
  const key = `${zone} ${style}`;
  let found = kept.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { ...STYLES[style], timeZone: zone });
    kept.set(key, found);
  }
  return found;
}

/** An instant as a clock in this zone shows it: "Tue 24 Nov". */
export function shown(at: Date, zone: string, style: Style): string {
  return formatter(zone, style).format(at).replace(",", "");
}

/** The day that it is in this zone, as YYYY-MM-DD. */
export function dayIn(at: Date, zone: string): string {
  const part = Object.fromEntries(formatter(zone, "iso").formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}`;
}

/** The zone of this browser, as its operating system says. */
export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every zone that this browser knows, with UTC. */
export const allZones = (): string[] => [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])].toSorted();

/** "Stockholm" of "Europe/Stockholm". */
export const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
