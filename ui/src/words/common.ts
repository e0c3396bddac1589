import { catalogue } from "./catalogue";

/** What several pages say. */
export const common = catalogue({
  product: "Dayshift",
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  remove: "Remove",
  tryAgain: "Try again",
  loading: "Loading",
  nothing: "–",
  more: "Show more",
  requestId: (id: string) => `Request ${id}`,
  failed: {
    unreachable: "The server does not answer. What you typed is kept.",
    unreachableCure: "Check your connection, then try again.",
    unknown: "Something went wrong.",
    page: "This page has a fault.",
    pageCure: "Nothing that is saved was lost. Load it again, or go back to your projects.",
    reload: "Load this page again",
    toProjects: "Back to your projects",
  },
  notFound: {
    title: "There is nothing here for you",
    text: "It does not exist, or nobody shared it with you. Ask whoever sent you the address.",
  },
});
