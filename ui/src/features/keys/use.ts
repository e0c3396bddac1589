/** How programs use a key, as one would type it. */

const JOB = "my-job";
const PROJECT = "my-project";

interface Key {
  text: string;
  scopes: readonly string[];
  project: string | undefined;
}

export function commandLines(key: Key, url: string): string {
  const project = key.project ?? PROJECT;
  const command = key.scopes.includes("jobs:run") ? `jobs run ${JOB} --project ${project} --wait` : `jobs list --project ${project}`;
  return [`export DAYSHIFT_URL=${url}`, `export DAYSHIFT_API_KEY=${key.text}`, `dayshift ${command}`].join("\n");
}

export function pythonLines(key: Key): string {
  const project = key.project ?? PROJECT;
  const call = key.scopes.includes("jobs:run")
    ? `print(jobs.run("${JOB}")["state"])`
    : `print([job["name"] for job in jobs.list()])`;
  return ["# DAYSHIFT_URL and DAYSHIFT_API_KEY are taken from the environment", "from dayshift_client import Client", "", `jobs = Client().project("${project}").jobs`, call].join("\n");
}
