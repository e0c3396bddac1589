import { catalogue } from "@/words/catalogue";

export const words = catalogue({
  title: "My jobs",
  lead: "What you may start or plan, in all your projects.",
  last: "Last",
  next: "Next",
  neverRan: "Not run yet",
  notPlanned: "not planned",
  at: (when: string) => when,
  running: (took: string, usual: string | undefined) => (usual === undefined ? took : `${took} of usually ${usual}`),
  progress: (percent: number) => `${percent} % of the usual time`,
  run: "Run…",
  runAgain: "Run again…",
  changeTime: "Change time",
  why: "Why?",
  watch: "Watch it",
  ask: (names: string) => `Questions? ${names}`,
  empty: "Nothing is shared with you yet",
  emptyText: "Jobs that somebody shares with you appear here by themselves. Ask whoever invited you.",
  toProjects: "Look at your projects",
});
