import { catalogue } from "./catalogue";

export const states = catalogue({
  notAllowed: "You may not see this",
  ask: (names: string) => `You can ask ${names}.`,
  broken: "This could not be loaded",
  offline: "Reconnecting.",
  lastUpdate: (age: string) => `Last update ${age}.`,
});
