/** What a level or a role lets one see buttons for. The server decides; here nothing is offered that it would refuse. */

const LEVELS = ["view", "run", "schedule", "edit", "manage"];
const CREATORS = new Set(["owner", "editor"]);

/** Whether a level is at least another. */
export const reaches = (level: string, needed: "run" | "schedule" | "edit" | "manage"): boolean =>
  LEVELS.indexOf(level) >= LEVELS.indexOf(needed);

/** Whether a role may make jobs. */
export const mayCreate = (role: string | undefined): boolean => role !== undefined && CREATORS.has(role);
