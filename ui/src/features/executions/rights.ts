import { reaches } from "@/api/levels";

/** Whether one may stop a run: one's own with Run, those of others with Schedule. */
export const mayStop = (level: string | undefined, isOwn: boolean): boolean => reaches(level, isOwn ? "run" : "schedule");
