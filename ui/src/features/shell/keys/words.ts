import { catalogue } from "@/words/catalogue";

export const words = catalogue({
  title: "Keys",
  where: "Single letters do something wherever nobody types.",
  on: "Single letters do something",
  why: "Switch them off if you speak to your machine, or press them by mistake. It holds in every browser where you sign in.",
  menu: "Single-letter keys",
  help: "What keys do…",
  goTo: "Go to",
  list: "In a list",
  job: "With a job, also in a list",
  run: "On the page of a run",
  everywhere: "Everywhere",
  does: {
    my: "My jobs",
    jobs: "Jobs of this project",
    runs: "Runs of this project",
    files: "Files of this project",
    down: "Next",
    up: "Previous",
    open: "Open it",
    search: "Search the list",
    newJob: "New job",
    run: "Run it",
    schedule: "Say when it runs",
    edit: "Edit its code",
    earlier: "Earlier run of the job",
    later: "Later run of the job",
    follow: "Follow the log",
    end: "End of the log",
    searchLog: "Search the log",
    match: "Next match, previous match",
    error: "Next error, previous error",
    help: "This help",
    close: "Close what is open",
  },
});

const { does } = words;

interface Part {
  title: string;
  keys: readonly (readonly [key: string, what: string])[];
}

/** Which keys there are. */
export const parts: readonly Part[] = [
  { title: words.goTo, keys: [["g m", does.my], ["g j", does.jobs], ["g r", does.runs], ["g f", does.files]] },
  {
    title: words.list,
    keys: [["j", does.down], ["k", does.up], ["Enter", does.open], ["/", does.search], ["n", does.newJob]],
  },
  { title: words.job, keys: [["r", does.run], ["s", does.schedule], ["e", does.edit]] },
  {
    title: words.run,
    keys: [["[", does.earlier], ["]", does.later], ["f", does.follow], ["G", does.end], ["/", does.searchLog], ["n N", does.match], ["e E", does.error]],
  },
  { title: words.everywhere, keys: [["?", does.help], ["Esc", does.close]] },
];
