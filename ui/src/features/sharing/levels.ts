import type { Level } from "@/api/sharing";
import { words } from "./words";

/** From little to much; each includes those before it. */
export const LEVELS: readonly Level[] = ["view", "run", "schedule", "edit", "manage"];

const ROLES: Readonly<Record<string, Level>> = { owner: "manage", editor: "edit", operator: "schedule", viewer: "view" };

/** Where a level stands among the others; none is below all. */
export const rankOf = (level: Level | undefined): number => (level === undefined ? -1 : LEVELS.indexOf(level));

/** What a role gives on every job that is not private: shown beside what was given, decided by the server. */
export const levelOfRole = (role: string): Level | undefined => ROLES[role];

/** "Can run". */
export const levelWord = (level: string): string => words.levels[level as Level] ?? level;
