/** Arguments as a line and back: split as the server does (domain/arguments.py), which has the last word. Pure. */

const BLANKS = " \t\r\n";
const NAMES = "nominal|window_start|window_end|today|yesterday|month|last_month|time|run_id|project|job";
const PLACEHOLDER = new RegExp(String.raw`\{\{[ \t]*(${NAMES}|param\.[A-Za-z_][A-Za-z0-9_]*)[ \t]*\}\}`, "g");

/** The words of a line; undefined while a quote is open, or a backslash stands at the end. */
export function splitArguments(line: string): string[] | undefined {
  const text = line.replaceAll(PLACEHOLDER, "{{$1}}");
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (BLANKS.includes(text.charAt(at))) {
      at += 1;
      continue;
    }
    const word = oneWord(text, at);
    if (!word) return undefined;
    words.push(word.text);
    at = word.end;
  }
  return words;
}

function oneWord(text: string, start: number): { text: string; end: number } | undefined {
  let word = "";
  let quote = "";
  let at = start;
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote === "" && BLANKS.includes(char)) break;
    if (quote === "" && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = "";
    else if (char === "\\" && quote !== "'") {
      const next = text.charAt(at + 1);
      if (next === "") return undefined;
      word += quote === '"' && next !== '"' && next !== "\\" ? char + next : next;
      at += 1;
    } else word += char;
  }
  return quote === "" ? { text: word, end: at } : undefined;
}

const PLAIN = /^[\w@%+=:,./{}-]+$/;

/** Words as one line, so that splitting it gives them back. */
export const joinWords = (words: readonly string[]): string =>
  words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)).join(" ");
