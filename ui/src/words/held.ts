import { catalogue } from "./catalogue";

export const heldWords = catalogue({
  fresh: (waiting: number, gone: number) => [...(waiting > 0 ? [`${waiting} new`] : []), ...(gone > 0 ? [`${gone} gone`] : [])].join(" · "),
});
