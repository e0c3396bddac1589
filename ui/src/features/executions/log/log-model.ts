import { followLog, readLog, type LogAddress, type LogItem, type LogPart, type Place } from "@/api/logs";
import { Problem } from "@/api/problem";
import { now } from "@/time/moments";
import { PAGE, Pages } from "./pages";

const TOGETHER_MS = 60; // what comes in this time is drawn at once
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export type LogState = "loading" | "ready" | "failed";

/** One log while it is looked at: what of it is here, what is asked for, what comes. */
export class LogModel {
  pages = new Pages();
  state: LogState = "loading";
  error: Problem | undefined;
  /** Nothing more will come. */
  isComplete = false;
  isConnected = true;
  version = 0;
  private place: Place = { generation: 0, offset: 0 };
  private readonly asked = new Set<number>();
  private readonly listeners = new Set<() => void>();
  private ending = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly address: LogAddress) {}

  listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  read = (): number => this.version;

  /** How often the job has truncated its log, as far as anybody noticed. */
  get generation(): number {
    return this.place.generation;
  }

  /** Load its beginning and its end, then follow it as long as it grows. */
  async open(): Promise<void> {
    await this.begin(async (signal) => {
      await this.load(signal);
      this.state = "ready";
      this.tell();
      await this.follow(signal);
    });
  }

  /** Go on after `close`, from where one was. */
  async goOn(): Promise<void> {
    if (this.state === "loading") await this.open();
    else if (this.state === "ready") await this.begin((signal) => this.follow(signal));
  }

  private async begin(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.ending = new AbortController();
    const { signal } = this.ending;
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
  }

  close(): void {
    this.ending.abort();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Ask for what is missing around these lines; it appears when it is there. */
  ensure(lines: readonly number[]): void {
    for (const line of lines) {
      const from = this.pages.missing(line);
      if (from !== undefined && !this.asked.has(from)) void this.fetch(from);
    }
  }

  /** The lines from one to another, as they were written; also those that are not here. */
  async lines(from: number, to: number): Promise<string[]> {
    const found: string[] = [];
    for (let at = from; at <= to; at += PAGE) {
      const part = await readLog(this.address, { from: at, limit: Math.min(PAGE, to - at + 1) }, this.ending.signal);
      for (const item of part.lines) if ("n" in item && item.n !== null && item.n <= to) found.push(item.text);
    }
    return found;
  }

  private async load(signal: AbortSignal): Promise<void> {
    let part = await readLog(this.address, { from: 1, limit: PAGE }, signal);
    this.take(part);
    const last = Math.floor((this.pages.total - 1) / PAGE) * PAGE + 1;
    if (last > 1) {
      part = await readLog(this.address, { from: last, limit: PAGE }, signal);
      this.take(part);
    }
    this.place = { generation: part.generation, offset: part.next };
    this.isComplete = part.complete;
    if (!part.complete) this.pages.put(timed(part.lines.slice(part.lines.findLastIndex(hasTime) + 1)));
  }

  private async fetch(from: number): Promise<void> {
    this.asked.add(from);
    try {
      this.take(await readLog(this.address, { from, limit: PAGE - ((from - 1) % PAGE) }, this.ending.signal));
      if (this.pages.missing(from) !== from) this.asked.delete(from); // else it is nowhere: ask no more
      this.tell();
    } catch (error) {
      this.asked.delete(from);
      if (!this.ending.signal.aborted) this.fail(error);
    }
  }

  private take(part: LogPart): void {
    this.pages.put(part.lines);
    this.pages.total = Math.max(this.pages.total, part.total ?? 0);
  }

  private async follow(signal: AbortSignal): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!this.isComplete && !signal.aborted) {
      try {
        for await (const event of followLog(this.address, this.place, signal)) {
          wait = FIRST_WAIT_MS;
          this.isConnected = true;
          if ("end" in event) this.isComplete = true;
          else if (event.place.generation !== this.place.generation) return await this.again();
          else this.grow(event.lines, event.place);
          this.tell();
        }
      } catch (error) {
        if (signal.aborted || !(error instanceof Problem) || !error.isUnreachable) throw error;
      }
      if (this.isComplete) return;
      this.isConnected = false;
      this.tell();
      await pause(wait, signal);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  private grow(lines: LogItem[], place: Place): void {
    this.pages.put(timed(lines), true);
    this.place = place;
  }

  /** The job truncated its log: what is known of it means nothing any more. */
  private async again(): Promise<void> {
    this.close();
    this.pages = new Pages();
    this.asked.clear();
    await this.open();
  }

  private fail(error: unknown): void {
    this.error = error instanceof Problem ? error : new Problem({});
    if (this.state === "loading" || !this.error.isUnreachable) this.state = "failed";
    this.tell();
  }

  private tell(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.version += 1;
      for (const listener of this.listeners) listener();
    }, TOGETHER_MS);
  }
}

const hasTime = (item: LogItem): boolean => "n" in item && item.at !== null;

/** The time of what was written just now is noted a moment later; until it is loaded again, it is now. */
function timed(lines: readonly LogItem[]): LogItem[] {
  const at = now();
  return lines.map((item) => ("n" in item && item.at === null ? { ...item, at } : item));
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
