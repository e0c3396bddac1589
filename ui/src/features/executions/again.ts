/** What a run is asked to do again: the form that is filled in advance, and what of it was changed. */
import type { RunDetail } from "@/api/executions";
import { parametersOf, type Job } from "@/api/jobs";
import type { Schemas } from "@/api/client";
import { joinWords } from "@/ui/arguments";

/** The fields of the form; `line` is absent for who may not see what the run was given. */
export interface Form {
  values: Readonly<Record<string, string>>;
  line: string | undefined;
}

/** What that run was given, with the defaults of today for what it was not. */
export function formOf(run: RunDetail, job: Job): Form {
  const given = run.parameters ?? {};
  const values = parametersOf(job).map(({ name, default: usual }) => [name, String(given[name] ?? usual ?? "")]);
  return { values: Object.fromEntries(values), line: run.arguments === null ? undefined : joinWords(run.arguments) };
}

/** The names of the values that differ, and `arguments` if those do. */
export function changesOf(before: Form, after: Form): string[] {
  const names = Object.keys(after.values).filter((name) => after.values[name] !== before.values[name]);
  return after.line === before.line ? names : [...names, "arguments"];
}

/** What to ask for: only what differs from the job, so that who may merely fill the form can send it. */
export function bodyOf(run: RunDetail, before: Form, after: Form): Schemas["StartExecution"] {
  const given = new Set([...Object.keys(run.parameters ?? {}), ...changesOf(before, after)]);
  const values = Object.entries(after.values).filter(([name]) => given.has(name));
  const body: Schemas["StartExecution"] = { parameters: Object.fromEntries(values) as never };
  if (after.line === before.line) return body;
  return { ...body, arguments: after.line, expand: after.line?.includes("{{") ?? false };
}
