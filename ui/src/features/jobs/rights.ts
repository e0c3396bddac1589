const CREATORS = new Set(["owner", "editor"]);

/** Whether a role may make jobs. The server decides; here nothing is offered that it would refuse. */
export const mayCreate = (role: string | undefined): boolean => role !== undefined && CREATORS.has(role);
