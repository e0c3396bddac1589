import { catalogue } from "@/words/catalogue";

export const words = catalogue({
  newTitle: "New job",
  newLead: "Everything can be changed later, but for the short name.",
  create: "Create job",
  save: "Save changes",
  saveCode: "Save",
  undo: "Undo them",
  saved: "Saved",
  name: { part: "Name", why: "What people see in lists.", title: "Name", short: "Short name", shortHint: "Stands in addresses and commands.", promise: "What it is good for", promiseHint: "One sentence. It is the first thing that people without code access read." },
  what: { part: "What runs", why: "Its code, and what it is started with.", kind: "Kind of job", python: "Python", pythonHint: "One process", pyspark: "PySpark", pysparkHint: "A driver and executors", code: "Code", here: "Write it here", file: "A file of this project", upload: "Upload a file", path: "File", pathHint: "Its newest version runs.", source: "Python code" },
  args: { label: "Arguments", hint: "As in a terminal. {{ today }}, {{ yesterday }} and their kin are filled in at each run.", started: "It is started with", none: "It is started without arguments." },
  asks: { part: "Values to ask for", why: "Whoever starts it by hand gets these as a form. A schedule takes the usual values." },
  where: { part: "Where it runs", why: "What the code needs, and how much of the machine it gets.", environment: "Environment", size: "Size", small: "Small", medium: "Medium", large: "Large", own: "Own", cpu: "CPU", memory: "Memory, MiB", of: (cpu: number, memory: string) => `${cpu} CPU · ${memory}` },
  wrong: { part: "When it goes wrong", why: "A try that hits the limit counts as failed.", limit: "Time limit, minutes", noLimit: "None", retries: "Try again", times: "times", wait: "First wait, seconds" },
  more: { part: "More", variables: "Environment variables", variablesHint: "One a line: NAME=value.", variablesWrong: (line: number) => `Line ${line} has no =. Write NAME=value.`, running: "Runs at the same time, at most", noRunning: "As many as fit" },
  changes: { title: "Not saved yet", running: "A run that has started keeps its old settings.", from: (what: string, before: string, after: string) => `${what}: ${before} → ${after}`, changed: (what: string) => `${what} changed` },
  run: { title: "A run gets", with: (cpu: number, memory: string) => `${cpu} CPU and ${memory}`, limit: (minutes: string) => `at most ${minutes}`, noLimit: "as long as it takes", retries: (count: number) => (count === 0 ? "one try" : `${count + 1} tries`) },
  conflict: { title: "Somebody else saved this job meanwhile", text: "Nothing of yours is lost. Keep what you have and save it over theirs, or look at theirs and start again.", mine: "Save mine over it", theirs: "Look at theirs" },
  leave: "You have changes that are not saved. Leave the page?",
  chooseFile: "Choose a Python file",
  uploading: (percent: number) => `Uploading, ${percent} %`,
  noFiles: "There is no Python file in this project yet. Upload one, or write the code here.",
});

export const parameterWords = catalogue({
  first: "Ask for a value",
  another: "Ask for one more",
  label: "Asks for",
  name: "Short name",
  type: "Kind",
  types: { text: "Text", integer: "Whole number", number: "Number", boolean: "Yes or no", date: "Day", datetime: "Day and time", choice: "One of a few" },
  choices: "Choices, with commas",
  usual: "Starts as",
  option: "Passed as",
  required: "It must be filled in",
  removeOf: (name: string) => `Do not ask for ${name}`,
});
