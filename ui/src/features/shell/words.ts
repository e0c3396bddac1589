import { catalogue } from "@/words/catalogue";

export const words = catalogue({
  skip: "Skip to content",
  main: "Main",
  sections: { build: "Build", operate: "Operate", project: "Project" },
  jobs: "Jobs",
  switcher: "Switch project. Current:",
  choose: "Choose a project",
  allProjects: "All projects",
  role: (role: string) => `You are ${role}`,
  person: "You:",
  administrator: "Administrator",
  signOut: "Sign out",
  light: "Light",
  dark: "Dark",
  system: "As your system",
});
