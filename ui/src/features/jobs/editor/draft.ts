/** A job while somebody edits it: everything that the server keeps, also what this page has no field for. */
import type { Job, JobFields } from "@/api/jobs";

export type Draft = Required<JobFields>;
export type Kind = Draft["kind"];

export interface Size {
  cpu: number;
  memory: number;
}

export const SIZES = {
  small: { cpu: 1, memory: 2048 },
  medium: { cpu: 2, memory: 4096 },
  large: { cpu: 4, memory: 16_384 },
} satisfies Record<string, Size>;

const FIRST_LINES = 'print("Hello from Dayshift")\n';

/** A new job: a few lines that run as they are. */
export function newDraft(): Draft {
  return {
    title: "",
    description: "",
    kind: "python",
    program: { source: FIRST_LINES },
    files: [],
    arguments: "",
    parameters: [],
    variables: {},
    environment: null,
    resources: { ...SIZES.small, processes: 512 },
    time_limit: null,
    grace: 10,
    log_limit: 1024,
    log_full: "trim",
    retries: { max: 0, delay: 60, backoff: 2, max_delay: 3600, on: ["failed", "timed_out"] },
    max_running: null,
    spark: null,
  };
}

/** A new job for a file of the project, called as the file is until somebody says better. */
export function draftFor(program: string): Draft {
  const name = program.slice(program.lastIndexOf("/") + 1);
  return { ...newDraft(), title: name.replace(/\.py$/, "").slice(0, 120), program: { path: program } };
}

/** What was saved, as a draft. Undefined for those who may not read it. */
export function draftOf(job: Job): Draft | undefined {
  if (!job.definition) return undefined;
  const saved = job.definition as unknown as Omit<Draft, "title" | "description" | "kind">;
  return { ...newDraft(), ...saved, title: job.title, description: job.description, kind: job.kind as Kind };
}

/** "Quarterly VAT export" becomes "quarterly-vat-export": what addresses and commands call a job. */
export function shortName(title: string): string {
  const plain = title.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll(/[^a-z0-9._-]+/g, "-").replaceAll(/^[^a-z0-9]+|-+$/g, "").slice(0, 64);
}

const LONGEST_NAME = 64;

/** "vat" of "vat-2": what the names of copies have in common. */
export const stemOf = (name: string): string => name.replace(/-\d+$/, "");

/** "vat-2" for another job like "vat", or the first number that nobody has. */
export function freeName(name: string, taken: readonly string[]): string {
  const stem = stemOf(name);
  for (let number = 2; ; number += 1) {
    const end = `-${number}`;
    const free = stem.slice(0, LONGEST_NAME - end.length) + end;
    if (!taken.includes(free)) return free;
  }
}

/** The fields in which two drafts differ. */
export function changedFields(before: Draft, after: Draft): (keyof Draft)[] {
  const names = Object.keys(after) as (keyof Draft)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** Which of the sizes on offer this is, if it is one. */
export function sizeOf(resources: Size): keyof typeof SIZES | undefined {
  const names = Object.keys(SIZES) as (keyof typeof SIZES)[];
  return names.find((name) => SIZES[name].cpu === resources.cpu && SIZES[name].memory === resources.memory);
}

/** "2 GB", "512 MB": MiB as people say them. */
export const memoryText = (mib: number): string => (mib >= 1024 ? `${Math.round((mib / 1024) * 10) / 10} GB` : `${mib} MB`);

/** NAME=value lines of variables, and back. Throws the number of the first line that is none. */
export const variablesText = (variables: Record<string, string>): string =>
  Object.entries(variables).map(([name, value]) => `${name}=${value}`).join("\n");

export function variablesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [name, ...value] = line.split("=");
    if (value.length === 0 || !name) throw index + 1;
    found[name.trim()] = value.join("=");
  }
  return found;
}
