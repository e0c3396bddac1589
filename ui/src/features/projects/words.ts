import { catalogue } from "@/words/catalogue";

export const words = catalogue({
  title: "Projects",
  lead: "A project holds jobs, their files, and the people who may see and run them.",
  new: "New project",
  name: "Name",
  nameHint: "3 to 50 letters, digits, - and _, a letter first. It stands in addresses and cannot be changed.",
  zone: "Time zone of its schedules",
  create: "Create project",
  empty: "Make your first project",
  emptyText: "You are in no project yet. Make one, or ask a colleague to invite you into theirs.",
  zoneOf: (zone: string) => `Times in ${zone}`,
});
