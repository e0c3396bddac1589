import { catalogue } from "./catalogue";

/** Values that jobs ask for, and arguments, wherever they are filled in. */
export const valueWords = catalogue({
  yes: "Yes",
  no: "No",
  asJob: "As the job says",
  arguments: "Arguments",
  started: "It is started with",
  startedWithout: "It is started without arguments.",
});
