/** What somebody may do with a job, each level with all below. The server decides; pages offer nothing that it would refuse. */

const LEVELS = ["view", "run", "schedule", "edit", "manage"] as const;

/** Whether a level is at least another; one that is not known yet is none. */
export const reaches = (level: string | undefined, needed: (typeof LEVELS)[number]): boolean =>
  (LEVELS as readonly string[]).indexOf(level ?? "") >= LEVELS.indexOf(needed);
