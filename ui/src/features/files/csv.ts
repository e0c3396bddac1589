/** The first rows of a text of separated values, as RFC 4180 and most programs write them. */

export interface Rows {
  head: string[];
  body: string[][];
  /** Whether the text holds more rows than were read. */
  isCut: boolean;
}

const SEPARATORS = [",", ";", "\t", "|"];

/** At most `most` rows below the first, which names the columns. Of a text that `isPart` of a file, the last row is left out. */
export function readRows(text: string, most: number, isPart: boolean): Rows {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let place = 0;
  while (place < text.length && rows.length <= most) {
    const read = readRow(text, place, separator);
    if (read.end >= text.length && isPart) break;
    if (read.cells.length > 1 || read.cells[0] !== "") rows.push(read.cells);
    place = read.end;
  }
  const [head = [], ...body] = rows;
  return { head, body, isCut: isPart || text.slice(place).trim() !== "" };
}

/** The one that stands most often in the first row. */
function separatorOf(text: string): string {
  const first = text.slice(0, text.search(/\r?\n|$/)).replaceAll(/"[^"]*"/g, "");
  const counts = SEPARATORS.map((separator) => first.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] as string;
}

/** The cells of the row that begins at `place`, and where the next one begins. */
function readRow(text: string, place: number, separator: string): { cells: string[]; end: number } {
  const cells: string[] = [];
  let at = place;
  for (;;) {
    const cell = text[at] === '"' ? quoted(text, at + 1) : { value: "", end: at };
    let end = cell.end;
    while (end < text.length && text[end] !== separator && text[end] !== "\n") end += 1;
    cells.push(cell.value + text.slice(cell.end, end).replace(/\r$/, ""));
    if (text[end] !== separator) return { cells, end: end + 1 };
    at = end + 1;
  }
}

/** What stands in quotes, where two are one, and where it is over. */
function quoted(text: string, from: number): { value: string; end: number } {
  let value = "";
  let at = from;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close === -1) return { value: value + text.slice(at), end: text.length };
    value += text.slice(at, close);
    if (text[close + 1] !== '"') return { value, end: close + 1 };
    value += '"';
    at = close + 2;
  }
}
