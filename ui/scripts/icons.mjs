// Copies the outlines that we use out of Tabler's icons (MIT), which weigh 88 MB as a package:
//   npm install --no-save --prefix /tmp/icons @tabler/icons && node scripts/icons.mjs /tmp/icons/node_modules/@tabler/icons
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NAMES = {
  "adjustments": "adjustments-horizontal", "alert": "alert-triangle", "arrow-left": "arrow-left", "arrow-right": "arrow-right",
  "ban": "ban", "briefcase": "briefcase", "bulb": "bulb", "calendar": "calendar-event", "calendar-plus": "calendar-plus",
  "calendar-time": "calendar-time", "check": "check", "chevron-down": "chevron-down", "chevron-left": "chevron-left",
  "chevron-right": "chevron-right", "chevron-up": "chevron-up", "clock": "clock", "code": "code", "copy": "copy",
  "dots": "dots", "download": "download", "external": "external-link", "eye": "eye", "eye-off": "eye-off", "file": "file",
  "file-code": "file-code", "filter": "filter", "flame": "flame", "folder": "folder", "folder-plus": "folder-plus", "help": "help-circle",
  "history": "git-branch", "home": "home", "info": "info-circle", "key": "key", "link": "link", "lock": "lock",
  "logout": "logout", "mail": "mail", "menu": "menu-2", "moon": "moon", "offline": "wifi-off", "pause": "player-pause",
  "pencil": "pencil", "photo": "photo", "play": "player-play", "plus": "plus", "python": "brand-python", "quote": "quote",
  "refresh": "refresh", "repeat": "repeat", "rocket": "rocket", "run-again": "reload", "search": "search",
  "selector": "selector", "settings": "settings", "share": "user-share", "skip": "arrow-forward-up", "spinner": "loader-2",
  "stack": "stack-2", "stop": "player-stop", "sun": "sun", "table": "table", "tag": "tag", "terminal": "terminal-2", "trash": "trash",
  "undo": "arrow-back-up", "upload": "upload", "user": "user", "user-plus": "user-plus", "users": "users", "world": "world",
  "wrap": "text-wrap", "x": "x",
};
const OUT = new URL("../src/ui/icons/paths.ts", import.meta.url).pathname;

const outlines = (name) =>
  [...readFileSync(join(process.argv[2], "icons/outline", `${name}.svg`), "utf8").matchAll(/<path d="([^"]+)"/g)].map(([, path]) => path);
const lines = Object.entries(NAMES).map(([ours, theirs]) => `  "${ours}": ${JSON.stringify(outlines(theirs))},`);

writeFileSync(OUT, `// Outlines of Tabler Icons, MIT, Copyright (c) Paweł Kuna. Written by scripts/icons.mjs.
export const paths = {
${lines.join("\n")}
} satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof paths;
`);
