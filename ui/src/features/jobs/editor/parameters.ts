/** The values that a job asks for, while somebody declares them. Pure. */

export const TYPES = ["text", "integer", "number", "boolean", "date", "datetime", "choice"] as const;

/** A value as it is saved; what this page has no field for (a pattern, bounds) is kept. */
export interface Declared {
  name: string;
  type: (typeof TYPES)[number];
  label?: string;
  required?: boolean;
  default?: string | null;
  choices?: string[];
  option?: string | null;
  [other: string]: unknown;
}

/** A new one, under a name that none has yet. */
export function newParameter(declared: readonly Declared[]): Declared {
  const taken = new Set(declared.map((one) => one.name));
  let number = declared.length + 1;
  while (taken.has(`value_${number}`)) number += 1;
  return { name: `value_${number}`, type: "text" };
}

/** After a change; only a choice has choices, and it has at least one. */
export function changedParameter(parameter: Declared, change: Partial<Declared>): Declared {
  const { choices, ...rest } = { ...parameter, ...change };
  return rest.type === "choice" ? { ...rest, choices: choices ?? [] } : rest;
}
