import { useQuery } from "@tanstack/react-query";
import { membersQuery, type Member } from "@/api/members";
import { projectQuery } from "@/api/projects";

/** The people of a project, as far as one may see them. */
export interface Circle {
  project: string;
  zone: string;
  members: readonly Member[];
  owners: readonly string[];
  /** Whether one may see who is a member. */
  isListed: boolean;
  /** Whether one owns the project. */
  isMine: boolean;
}

const NOBODY: readonly Member[] = [];

export function useCircle(p: string): Circle {
  const project = useQuery(projectQuery(p));
  const role = project.data?.role;
  const members = useQuery({ ...membersQuery(p), enabled: role !== undefined && role !== "guest" });
  return {
    project: p,
    zone: project.data?.tz ?? "UTC",
    members: members.data?.items ?? NOBODY,
    owners: project.data?.owners ?? [],
    isListed: members.isSuccess,
    isMine: role === "owner",
  };
}
