import { queryOptions } from "@tanstack/react-query";
import { answered, http, type Schemas } from "./client";
import { confirmed } from "./confirming";

export type Member = Schemas["MemberOut"];
export type Role = Member["role"];
export type Invitation = Schemas["InvitationOut"];

/** Who is a member of a project, and as what. From Viewer on. */
export const membersQuery = (p: string) =>
  queryOptions({
    queryKey: ["projects", p, "members"],
    queryFn: () => answered(http.GET("/api/v1/projects/{p}/members", { params: { path: { p } } })),
  });

export const addMember = (p: string, person: string, role: Role) =>
  confirmed(() => answered(http.POST("/api/v1/projects/{p}/members", { params: { path: { p } }, body: { person, role } })));

export const changeMember = (p: string, member: number, role: Role) =>
  confirmed(() =>
    answered(http.PATCH("/api/v1/projects/{p}/members/{member}", { params: { path: { p, member } }, body: { role } })),
  );

export const removeMember = (p: string, member: number) =>
  answered(http.DELETE("/api/v1/projects/{p}/members/{member}", { params: { path: { p, member } } }));

export const leaveProject = (p: string) =>
  answered(http.DELETE("/api/v1/projects/{p}/membership", { params: { path: { p } } }));

/** The invitations that may still be accepted. For owners. */
export const invitationsQuery = (p: string) =>
  queryOptions({
    queryKey: ["projects", p, "invitations"],
    queryFn: () => answered(http.GET("/api/v1/projects/{p}/invitations", { params: { path: { p } } })),
  });

/** A link that makes whoever opens it first a member; it is answered this once. */
export const invite = (p: string, role: Role) =>
  confirmed(() => answered(http.POST("/api/v1/projects/{p}/invitations", { params: { path: { p } }, body: { role } })));

export const withdraw = (p: string, invitation: number) =>
  answered(http.DELETE("/api/v1/projects/{p}/invitations/{invitation}", { params: { path: { p, invitation } } }));

/** Become a member with the account that one has. Throws a Problem dead_link for what is no invitation: no session ended. */
export const acceptInvitation = (token: string) =>
  answered(http.POST("/api/v1/invitations/accept", { body: { token } }));

/** Acknowledge, once and for good, that several people bring code to this machine. For administrators. */
export const acknowledgeTrust = () => confirmed(() => answered(http.PUT("/api/v1/install/trust")));

export type Schedule = Schemas["ScheduleOut"];

/** The schedules that somebody set in a project, as far as one may see them. */
export const schedulesOfQuery = (p: string, owner: string) =>
  queryOptions({
    queryKey: ["projects", p, "schedules", "of", owner],
    queryFn: async () => {
      const found: Schedule[] = [];
      let after: string | null = "";
      while (after !== null) {
        const query = { after, limit: 200 };
        const page: Schemas["SchedulePage"] = await answered(
          http.GET("/api/v1/projects/{p}/schedules", { params: { path: { p }, query } }),
        );
        found.push(...page.items.filter((schedule) => schedule.owner === owner));
        after = page.next;
      }
      return found;
    },
  });
