import type { Member } from "@/api/members";
import type { Access, Grant, Level } from "@/api/sharing";
import { levelOfRole, rankOf } from "./levels";

/** Where a right comes from. */
export type Source =
  | { kind: "created" | "owner" }
  | { kind: "role"; role: string }
  | { kind: "job"; endsAt: string | null }
  | { kind: "given"; by: string; endsAt: string | null }
  | { kind: "tag"; tag: string; endsAt: string | null };

/** One person's access to a job: all that they have, and what of it was given here. */
export interface Right {
  person: string;
  level: Level;
  isOwner: boolean;
  sources: Source[];
  /** What was given on this job, if something was. */
  own: Grant | undefined;
  /** What their role and tags give without it. */
  inherited: Level | undefined;
}

/** Everybody with access, who has most first; without members, of those who were given something. */
export function rightsOf(access: Access, members: readonly Member[]): Right[] {
  const active = members.filter((member) => !member.disabled);
  const names = new Set([...active.map((member) => member.name), ...access.grants.map((grant) => grant.person)]);
  const roles = new Map(active.map((member) => [member.name, member.role]));
  const found = [...names].map((person) =>
    rightOf(person, roles.get(person), access.private, access.grants.filter((grant) => grant.person === person)),
  );
  return found
    .filter((right): right is Right => right !== undefined)
    .toSorted((one, other) => weight(other) - weight(one) || one.person.localeCompare(other.person));
}

const weight = (right: Right): number => rankOf(right.level) * 2 + (right.isOwner ? 1 : 0);

function rightOf(person: string, role: string | undefined, isPrivate: boolean, grants: readonly Grant[]): Right | undefined {
  const isOwner = role === "owner";
  const byRole = role !== undefined && (isOwner || !isPrivate) ? levelOfRole(role) : undefined;
  const own = grants.find((grant) => grant.tag === null);
  const tags = grants.filter((grant) => grant.tag !== null);
  const inherited = most([byRole, ...tags.map((grant) => grant.level as Level)]);
  const level = most([inherited, own?.level as Level | undefined]);
  if (level === undefined) return undefined;
  const sources = [ownSource(own), roleSource(role, byRole), ...tags.map(tagSource)].filter((one) => one !== undefined);
  return { person, level, isOwner, sources, own, inherited };
}

const most = (levels: readonly (Level | undefined)[]): Level | undefined =>
  levels.reduce((best, level) => (rankOf(level) > rankOf(best) ? level : best), undefined);

function ownSource(own: Grant | undefined): Source | undefined {
  if (own === undefined) return undefined;
  return own.source === "created_it" ? { kind: "created" } : { kind: "job", endsAt: own.ends_at };
}

function roleSource(role: string | undefined, level: Level | undefined): Source | undefined {
  if (role === undefined || level === undefined) return undefined;
  return role === "owner" ? { kind: "owner" } : { kind: "role", role };
}

const tagSource = (grant: Grant): Source => ({ kind: "tag", tag: grant.tag ?? "", endsAt: grant.ends_at });

/** What was given to one person by a tag, as the tag's own list shows it. */
export const rightByTag = (grant: Grant): Right => ({
  person: grant.person,
  level: grant.level as Level,
  isOwner: false,
  sources: [{ kind: "given", by: grant.granted_by, endsAt: grant.ends_at }],
  own: grant,
  inherited: undefined,
});
