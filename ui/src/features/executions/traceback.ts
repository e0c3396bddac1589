/** Finds what Python said last before it ended, in the end of a log. Pure. */
import { plain } from "./log/ansi";

export interface Place {
  file: string;
  line: number;
  /** The function, if it is in one. */
  within: string | undefined;
}

export interface Traceback {
  /** The place of its first line among those that were looked at. */
  at: number;
  /** "ValueError", without its module. */
  kind: string;
  message: string;
  /** Where in the job's own code, as far as that can be told. */
  place: Place | undefined;
}

const HEAD = /^(.*?)Traceback \(most recent call last\):$/;
const FRAME = /^\s*File "(.+?)", line (\d+)(?:, in (.+))?$/;
const LAST = /^((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)(?:: (.*))?$/;
const UNREADABLE = /^(?:Syntax|Indentation|Tab)Error: /; // comes without a head when it is the program itself
const FOREIGN = /[/\\](?:site|dist)-packages[/\\]|[/\\]lib[/\\]python\d|^<frozen /;
const SNAPSHOT = /^.*\/trees\/[0-9a-f]{8,}\//; // where a run's own copy of the code lies
const LONGEST = 300; // characters of a message

/** The last traceback in these lines. */
export function lastTraceback(raw: readonly string[]): Traceback | undefined {
  const lines = raw.map((line) => plain(line).trimEnd());
  const at = lines.findLastIndex((line) => HEAD.test(line));
  return at >= 0 ? (readFrom(lines, at) ?? unreadable(lines)) : unreadable(lines);
}

function readFrom(lines: readonly string[], at: number): Traceback | undefined {
  const prefix = HEAD.exec(lines[at] ?? "")?.[1] ?? "";
  const rest = lines.slice(at + 1).map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line));
  const end = rest.findIndex((line) => line !== "" && !line.startsWith(" "));
  const said = LAST.exec(rest[end] ?? "");
  return said ? told(at, said, rest.slice(0, end)) : undefined;
}

/** A program that Python cannot even read. */
function unreadable(lines: readonly string[]): Traceback | undefined {
  const end = lines.findLastIndex((line) => UNREADABLE.test(line));
  const at = lines.slice(0, Math.max(0, end)).findLastIndex((line) => FRAME.test(line));
  const said = LAST.exec(lines[end] ?? "");
  return said && at >= 0 ? told(at, said, lines.slice(at, end)) : undefined;
}

function told(at: number, said: RegExpExecArray, frames: readonly string[]): Traceback {
  const kind = said[1]?.split(".").at(-1) ?? "";
  return { at, kind, message: (said[2] ?? "").slice(0, LONGEST), place: placeOf(frames) };
}

/** The deepest frame of the job's own code; else the deepest. */
function placeOf(frames: readonly string[]): Place | undefined {
  const found = frames.map((line) => FRAME.exec(line)).filter((frame) => frame !== null);
  const [, file, line, within] = found.findLast((frame) => !FOREIGN.test(frame[1] ?? "")) ?? found.at(-1) ?? [];
  if (!file) return undefined;
  return { file: file.replace(SNAPSHOT, ""), line: Number(line), within: within === "<module>" ? undefined : within };
}
