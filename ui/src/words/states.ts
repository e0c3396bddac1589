import { catalogue } from "./catalogue";

export const states = catalogue({
  notAllowed: "You may not see this",
  ask: (names: string) => `You can ask ${names}.`,
  broken: "This could not be loaded",
  offline: (age: string) => `Reconnecting. Last update ${age}.`,
});
