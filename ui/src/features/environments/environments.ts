import type { Environment } from "@/api/environments";

/** What is edited: an environment that is there, or a new one. */
export type Edited = Environment | "new";

const SCRIPT = ".script-"; // how the server calls what the script of a job asks for
const PINNED = /^([A-Za-z0-9][A-Za-z0-9._-]*)(?:==([^\s;\\]+)| @ )/;

/** The job whose own script asks for this environment. */
export const jobOf = (name: string): string | undefined => (name.startsWith(SCRIPT) ? name.slice(SCRIPT.length) : undefined);

/** Whether somebody may change it by hand: base environments belong to nobody, and a script says itself what it needs. */
export const isOwn = (environment: Environment): boolean => !environment.is_base && jobOf(environment.name) === undefined;

/** What was asked for, a package each. */
export const packagesOf = (requirements: string): string[] =>
  requirements
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");

/** The exact versions of a lock, as "polars 1.2.3". */
export const versionsOf = (lock: string): string[] =>
  lock.split("\n").flatMap((line) => {
    const found = PINNED.exec(line);
    return found ? [`${found[1]} ${found[2] ?? ""}`.trim()] : [];
  });
