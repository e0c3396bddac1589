import { catalogue } from "./catalogue";

export const trust = catalogue({
  title: "Several people would bring code to this machine",
  tick: "I know, and I trust everybody who may edit jobs here",
  button: "Acknowledge and go on",
  once: "An administrator says so once, for all projects.",
});
