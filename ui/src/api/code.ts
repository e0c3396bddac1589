import { answered, http, type Schemas } from "./client";

export type CodeProblem = Schemas["CodeProblem"];
export type CodeChecked = Schemas["CodeChecked"];

/** What is wrong with a program, as far as that is seen without running it. Throws Problem. */
export const checkCode = (p: string, source: string, signal: AbortSignal): Promise<CodeChecked> =>
  answered(http.POST("/api/v1/projects/{p}/code/check", { params: { path: { p } }, body: { source }, signal }));
