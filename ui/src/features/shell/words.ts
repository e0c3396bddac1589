import { catalogue } from "@/words/catalogue";

export const words = catalogue({
  skip: "Skip to content",
  main: "Main",
  sections: { build: "Build", operate: "Operate", project: "Project" },
  my: "My jobs",
  jobs: "Jobs",
  members: "Members",
  switcher: "Switch project. Current:",
  choose: "Choose a project",
  allProjects: "All projects",
  role: (role: string) => `You are ${role}`,
  person: "You:",
  administrator: "Administrator",
  keys: "API keys",
  signOut: "Sign out",
  ended: (title: string) => `You can no longer see “${title}”`,
  endedAsk: (names: string) => `Whoever shared it with you has taken that back, or it has ended. You can ask ${names}.`,
  endedAlone: "Whoever shared it with you has taken that back, or it has ended.",
  light: "Light",
  dark: "Dark",
  system: "As your system",
});
