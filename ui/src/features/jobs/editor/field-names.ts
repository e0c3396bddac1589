import { catalogue } from "@/words/catalogue";

const names = catalogue({
  name: "Short name",
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

/** What a field of a job is called on the page; a part of one, by the name of the whole. */
export const fieldName = (field: string): string => names[field.split(".")[0] ?? ""] ?? field;
