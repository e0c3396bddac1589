import { catalogue } from "./catalogue";

export const page = catalogue({
  openMenu: "Open the menu",
  crumbs: "Where you are",
});
