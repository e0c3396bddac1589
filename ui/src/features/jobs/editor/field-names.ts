import { catalogue } from "@/words/catalogue";
import type { Draft } from "./draft";

const names = catalogue({
  title: "Name",
  description: "What it is good for",
  kind: "Kind",
  program: "Code",
  arguments: "Arguments",
  parameters: "Values to ask for",
  variables: "Environment variables",
  environment: "Environment",
  resources: "Size",
  time_limit: "Time limit",
  retries: "Tries",
  max_running: "Runs at the same time",
}) as Readonly<Record<string, string>>;

/** What a field of a job is called on the page. */
export const fieldName = (field: keyof Draft): string => names[field] ?? field;
