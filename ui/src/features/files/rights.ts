const WRITERS = new Set(["owner", "editor"]);

/** Whether a role may change files. The server decides; here nothing is offered that it would refuse. */
export const mayWrite = (role: string | undefined): boolean => role !== undefined && WRITERS.has(role);
