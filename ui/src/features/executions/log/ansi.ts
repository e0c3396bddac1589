/**
 * Colours of terminals, and nothing else of them. What comes out is text with a few marks from a fixed list: whatever a
 * job writes, it becomes text nodes. Cursor movements, titles, links and all other sequences are dropped.
 */

export interface Style {
  /** Places in our palette of sixteen. */
  fg?: number;
  bg?: number;
  isBold?: boolean;
  isDim?: boolean;
  isItalic?: boolean;
  isUnderlined?: boolean;
  isStruck?: boolean;
  isInverse?: boolean;
}

export interface Span {
  text: string;
  style: Style;
}

const ESC = "\u001B";
// CSI; strings of OSC, DCS, SOS, PM and APC up to their end; other escapes; one-character forms of the same.
const SEQUENCE = new RegExp(
  String.raw`(?:${ESC}\[|\u009B)([0-?]*)[ -/]*([@-~]?)` +
    String.raw`|(?:${ESC}[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C]*(?:\u0007|${ESC}\\|\u009C|$)` +
    String.raw`|${ESC}[ -/]*[0-~]?`,
  "g",
);
// Other control characters but the tab, and marks that turn the direction of text around.
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNSEEN = /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** Most lines hold nothing of all that: they are taken as they are, which is what keeps a fast scroll smooth. */
const SPECIAL = new RegExp(UNSEEN.source);

/** A line as spans. */
export function parse(line: string): Span[] {
  if (!SPECIAL.test(line)) return line === "" ? [] : [{ text: line, style: {} }];
  const spans: Span[] = [];
  let style: Style = {};
  let at = 0;
  for (const found of overwritten(line).matchAll(SEQUENCE)) {
    add(spans, found.input.slice(at, found.index), style);
    if (found[2] === "m") style = changed(style, found[1] ?? "");
    at = found.index + found[0].length;
  }
  add(spans, overwritten(line).slice(at), style);
  return spans;
}

/** The text of a line, as it is copied. */
export const plain = (line: string): string =>
  SPECIAL.test(line) ? withoutMarks(line) : line;

const withoutMarks = (line: string): string => overwritten(line).replaceAll(SEQUENCE, "").replaceAll(UNSEEN, "");

/** A carriage return begins the line again: progress bars draw over what they drew. */
function overwritten(line: string): string {
  const whole = line.endsWith("\r") ? line.slice(0, -1) : line;
  return whole.slice(whole.lastIndexOf("\r") + 1);
}

function add(spans: Span[], raw: string, style: Style): void {
  const text = raw.replaceAll(UNSEEN, "");
  if (text === "") return;
  const last = spans.at(-1);
  if (last && last.style === style) last.text += text;
  else spans.push({ text, style });
}

const SWITCHES: Readonly<Record<number, Partial<Style>>> = {
  1: { isBold: true },
  2: { isDim: true },
  3: { isItalic: true },
  4: { isUnderlined: true },
  7: { isInverse: true },
  9: { isStruck: true },
  22: { isBold: undefined, isDim: undefined },
  23: { isItalic: undefined },
  24: { isUnderlined: undefined },
  27: { isInverse: undefined },
  29: { isStruck: undefined },
  39: { fg: undefined },
  49: { bg: undefined },
};

/** The style after a "select graphic rendition". What is unknown in it changes nothing. */
function changed(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((code) => (code === "" ? 0 : Number(code)));
  let now = style;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] as number;
    if (code === 0) now = {};
    else if (code === 38 || code === 48) {
      const { colour, used } = extended(codes.slice(at + 1), parameters.includes(":"));
      if (colour !== undefined) now = { ...now, [code === 38 ? "fg" : "bg"]: colour };
      at += used;
    } else now = { ...now, ...(SWITCHES[code] ?? basic(code)) };
  }
  return now;
}

function basic(code: number): Partial<Style> {
  if (code >= 30 && code <= 37) return { fg: code - 30 };
  if (code >= 40 && code <= 47) return { bg: code - 40 };
  if (code >= 90 && code <= 97) return { fg: code - 82 };
  if (code >= 100 && code <= 107) return { bg: code - 92 };
  return {};
}

/** 5;n, or 2;r;g;b; with colons a colour space may stand before red. */
function extended(codes: readonly number[], hasColons: boolean): { colour: number | undefined; used: number } {
  if (codes[0] === 5) return { colour: ofIndex(codes[1]), used: 2 };
  if (codes[0] !== 2) return { colour: undefined, used: 0 };
  const start = hasColons && codes.length >= 5 ? 2 : 1;
  const [red, green, blue] = codes.slice(start, start + 3);
  return { colour: nearest(red, green, blue), used: start + 2 };
}

const STEPS = [0, 95, 135, 175, 215, 255];

function ofIndex(index: number | undefined): number | undefined {
  if (index === undefined || !Number.isInteger(index) || index < 0 || index > 255) return undefined;
  if (index < 16) return index;
  const grey = 8 + (index - 232) * 10;
  if (index >= 232) return nearest(grey, grey, grey);
  const cube = index - 16;
  return nearest(STEPS[Math.floor(cube / 36)], STEPS[Math.floor(cube / 6) % 6], STEPS[cube % 6]);
}

// What terminals show for the sixteen; ours are others, which can be read on our background.
const TERMINAL: readonly (readonly [number, number, number])[] = [
  [0, 0, 0], [205, 49, 49], [13, 188, 121], [200, 180, 20], [36, 114, 200], [188, 63, 188], [17, 168, 205], [204, 204, 204],
  [102, 102, 102], [241, 76, 76], [35, 209, 139], [245, 245, 67], [59, 142, 234], [214, 112, 214], [41, 184, 219], [255, 255, 255],
];

/** The place in the palette that is most like a colour. */
function nearest(red = 0, green = 0, blue = 0): number | undefined {
  if (![red, green, blue].every((part) => part >= 0 && part <= 255)) return undefined;
  const distances = TERMINAL.map(([r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2);
  return distances.indexOf(Math.min(...distances));
}
