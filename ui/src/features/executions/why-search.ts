/** What the address of the Why page says. Pure. */

export interface WhySearch {
  schedule?: number;
  /** An instant, or a time by the clocks of the schedule. */
  at?: string;
  run?: number;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value > 0;

/** What is understood of an address; the rest is left out. */
export const readWhy = ({ schedule, at, run }: Record<string, unknown>): WhySearch => ({
  ...(isNumber(schedule) && { schedule }),
  ...(typeof at === "string" && at !== "" && { at }),
  ...(isNumber(run) && { run }),
});
