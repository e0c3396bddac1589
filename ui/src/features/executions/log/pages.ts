/** The part of a log that this browser holds: pages of a thousand lines, the newest used of them. Pure. */
import type { LogItem } from "@/api/logs";

export const PAGE = 1000;
const MOST_PAGES = 64;
const LONGEST = 20_000; // characters of a line that are shown; the file has all

export interface Row {
  n: number;
  text: string;
  at: string | null;
  isLong?: boolean;
}

/** What was cut: `lines` lines, and what stood before it has `after` lines. */
export interface Cut {
  after: number;
  lines: number;
  bytes: number;
}

const pageOf = (line: number): number => Math.floor((line - 1) / PAGE);

export class Pages {
  /** Lines written so far, those that were cut among them. */
  total = 0;
  cut: Cut | undefined;
  private readonly kept = new Map<number, Row[]>(); // by number, the longest unused first; sparse

  /** Rows to show: what was cut is one. */
  get rows(): number {
    return this.cut ? this.total - this.cut.lines + 1 : this.total;
  }

  get size(): number {
    return this.kept.size;
  }

  /** The line that a row shows; none for the row that stands for what was cut. */
  lineAt(row: number): number | undefined {
    if (!this.cut || row < this.cut.after) return row + 1;
    return row === this.cut.after ? undefined : row + this.cut.lines;
  }

  rowOf(line: number): number {
    if (!this.cut || line <= this.cut.after) return line - 1;
    return Math.max(this.cut.after, line - this.cut.lines);
  }

  get(line: number): Row | undefined {
    return this.kept.get(pageOf(line))?.[(line - 1) % PAGE];
  }

  /** The first line of the page around a line that is not here, if one is not. */
  missing(line: number): number | undefined {
    const page = pageOf(line);
    const rows = this.kept.get(page);
    if (rows) this.use(page, rows);
    const first = page * PAGE + 1;
    for (let at = first; at <= Math.min(first + PAGE - 1, this.total); at += 1) {
      if (!rows?.[at - first] && !this.isCut(at)) return at;
    }
    return undefined;
  }

  /** Take over what was answered; `isMore` if it goes on where the last line may have stopped half-way. */
  put(items: readonly LogItem[], isMore = false): void {
    let before = 0;
    items.forEach((item, place) => {
      if ("cut" in item) this.learnCut(item.cut, before, items[place + 1]);
      else if (item.n !== null) {
        if (item.n === before || (isMore && place === 0 && this.get(item.n))) this.lengthen(item.n, item);
        else this.set(item.n, { n: item.n, ...shortened(item.text), at: item.at });
        before = item.n;
      }
    });
    this.total = Math.max(this.total, before);
    this.forget();
  }

  private isCut(line: number): boolean {
    return this.cut !== undefined && line > this.cut.after && line <= this.cut.after + this.cut.lines;
  }

  private learnCut(cut: { bytes: number; lines: number }, before: number, following: LogItem | undefined): void {
    const next = following && "n" in following ? following.n : null;
    const after = before > 0 ? before : next === null ? undefined : next - 1 - cut.lines;
    if (after !== undefined) this.cut = { after, ...cut };
  }

  private set(line: number, row: Row): void {
    const page = pageOf(line);
    const rows = this.kept.get(page) ?? [];
    rows[(line - 1) % PAGE] = row;
    this.use(page, rows);
  }

  private lengthen(line: number, { text, at }: { text: string; at: string | null }): void {
    const row = this.get(line);
    this.set(line, { n: line, ...shortened((row?.text ?? "") + text), at: row?.at ?? at });
  }

  private use(page: number, rows: Row[]): void {
    this.kept.delete(page);
    this.kept.set(page, rows);
  }

  /** The last page stays: what is written live goes there. */
  private forget(): void {
    const last = pageOf(this.total);
    for (const page of this.kept.keys()) {
      if (this.kept.size <= MOST_PAGES) return;
      if (page !== last) this.kept.delete(page);
    }
  }
}

const shortened = (text: string): Pick<Row, "text" | "isLong"> =>
  text.length > LONGEST ? { text: text.slice(0, LONGEST), isLong: true } : { text };
