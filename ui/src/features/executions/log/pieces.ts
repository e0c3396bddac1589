/** A line as it is drawn: spans of colour, cut further where a search hit or a link begins and ends. Pure. */
import { parse, type Style } from "./ansi";

export interface Piece {
  text: string;
  style: Style;
  isHit: boolean;
  href: string | undefined;
}

interface Stretch {
  start: number;
  end: number;
  href?: string;
}

const LINK = /https?:\/\/[^\s"'<>`\\^{}|]+[^\s"'<>`\\^{}|.,;:!?)\]]/g;
const BAD = /\b(?:ERROR|CRITICAL|FATAL)\b|^Traceback \(|^\w+(?:Error|Exception)\b/;
const WARNING = /\bWARN(?:ING)?\b/;
const LOOKED_AT = 200;

/** The pieces of a line, with what a search found in it. */
export function piecesOf(line: string, query: string): Piece[] {
  const spans = parse(line);
  const text = spans.map((span) => span.text).join("");
  const links = [...text.matchAll(LINK)].map(({ 0: href, index }) => ({ start: index, end: index + href.length, href }));
  const hits = hitsIn(text, query);
  const pieces: Piece[] = [];
  let at = 0;
  for (const span of spans) {
    const end = at + span.text.length;
    const ends = [...new Set([...bounds(links, at, end), ...bounds(hits, at, end), end])].toSorted((one, other) => one - other);
    for (const stop of ends) {
      const href = around(links, at)?.href;
      pieces.push({ text: text.slice(at, stop), style: span.style, isHit: around(hits, at) !== undefined, href });
      at = stop;
    }
  }
  return pieces;
}

function hitsIn(text: string, query: string): Stretch[] {
  const found: Stretch[] = [];
  const lower = text.toLowerCase();
  const wanted = query.toLowerCase();
  if (wanted === "" || lower.length !== text.length) return found;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    found.push({ start: at, end: at + wanted.length });
  }
  return found;
}

const bounds = (stretches: readonly Stretch[], from: number, to: number): number[] =>
  stretches.flatMap(({ start, end }) => [start, end]).filter((at) => at > from && at < to);

const around = (stretches: readonly Stretch[], at: number): Stretch | undefined =>
  stretches.find(({ start, end }) => start <= at && at < end);

/** What a line seems to be, by its words. A guess: programs write what they like. */
export function levelOf(text: string): "error" | "warn" | undefined {
  const start = text.slice(0, LOOKED_AT);
  if (BAD.test(start)) return "error";
  return WARNING.test(start) ? "warn" : undefined;
}
