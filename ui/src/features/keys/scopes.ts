import { words } from "./words";

export type Scope = keyof typeof words.scopes;
export type SetName = keyof typeof words.new.sets;

export const SCOPES = Object.keys(words.scopes) as Scope[];

const READ: readonly Scope[] = ["projects:read", "members:read", "jobs:read", "logs:read", "files:read"];
const RUN: readonly Scope[] = [...READ, "jobs:run"];
const AUTHOR: readonly Scope[] = [...RUN, "jobs:write", "schedules:write", "files:write", "environments:write"];

/** Scopes that go well together. */
export const SETS: Readonly<Record<Exclude<SetName, "own">, readonly Scope[]>> = { read: READ, run: RUN, author: AUTHOR };

/** The set that consists of just these scopes. */
export function setOf(scopes: readonly string[]): SetName {
  const wanted = scopes.toSorted().join(" ");
  const found = Object.entries(SETS).find(([, set]) => set.toSorted().join(" ") === wanted);
  return (found?.[0] as SetName | undefined) ?? "own";
}

/** Scopes in the order in which they are offered; what is not known here comes last. */
export const inOrder = (scopes: readonly string[]): string[] => {
  const known = SCOPES.filter((scope) => scopes.includes(scope)) as string[];
  return [...known, ...scopes.filter((scope) => !known.includes(scope))];
};
