import { catalogue } from "./catalogue";

export const time = catalogue({
  today: "Today",
  tomorrow: "Tomorrow",
  yesterday: "Yesterday",
  soon: "in less than a minute",
  justNow: "just now",
  in: (span: string) => `in ${span}`,
  ago: (span: string) => `${span} ago`,
  day: "day",
  days: "days",
  hours: (count: number) => `${count} h`,
  minutes: (count: number) => `${count} min`,
  seconds: (count: number) => `${count} s`,
});
