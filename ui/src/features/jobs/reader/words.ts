import { catalogue } from "@/words/catalogue";

export const words = catalogue({
  run: "Run it now",
  when: "When it runs by itself",
  results: "Results",
  abilities: "What you can do here",
  can: { view: "see it", run: "start it", schedule: "change when it runs", edit: "change what it does", manage: "share it" },
  cannot: (what: string) => `not: ${what}`,
  questions: "Questions?",
  owner: "Owner of this job",
  projectOwner: "Owner of this project",
});
