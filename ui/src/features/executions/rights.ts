/** What a level lets one see buttons for. The server decides; here nothing is offered that it would refuse. */

const LEVELS = ["view", "run", "schedule", "edit", "manage"];

/** Whether a level is at least another. */
export const reaches = (level: string | undefined, needed: "run" | "schedule" | "edit"): boolean =>
  LEVELS.indexOf(level ?? "") >= LEVELS.indexOf(needed);

/** Whether one may stop a run: one's own with Run, those of others with Schedule. */
export const mayStop = (level: string | undefined, isOwn: boolean): boolean => reaches(level, isOwn ? "run" : "schedule");
