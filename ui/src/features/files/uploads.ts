/** The uploads of one person to one project, one after the other. They go on while she looks at other pages. */
import { Problem } from "@/api/problem";
import { Unreadable, upload } from "@/api/uploads";
import { problemText } from "@/ui/problem-text";
import { joined } from "./names";
import { words } from "./words";

export type State = "waits" | "sending" | "broken" | "done" | "stopped" | "failed";

export interface Item {
  key: number;
  name: string;
  folder: string;
  size: number;
  sent: number;
  state: State;
  /** Why it failed. */
  why?: string | undefined;
  /** Whether it failed because something of that name is there. */
  isTaken?: boolean;
  /** Whether trying again could help: a bad name stays one. */
  mayGoOn: boolean;
}

interface Work {
  file: Blob;
  replace: boolean;
  id: string | undefined;
  stopping: AbortController;
}

const ACTIVE: ReadonlySet<State> = new Set(["waits", "sending", "broken"]);

export class Uploads {
  items: readonly Item[] = [];
  private works = new Map<number, Work>();
  private heard = new Set<() => void>();
  private isBusy = false;
  private next = 1;

  constructor(private readonly p: string) {}

  subscribe = (told: () => void): (() => void) => {
    this.heard.add(told);
    return () => void this.heard.delete(told);
  };

  add(folder: string, files: readonly File[], replaced: ReadonlySet<string>): void {
    const added = files.map((file) => {
      const { name, size } = file;
      const item: Item = { key: this.next, name, folder, size, sent: 0, state: "waits", mayGoOn: true };
      this.works.set(item.key, { file, replace: replaced.has(name), id: undefined, stopping: new AbortController() });
      this.next += 1;
      return item;
    });
    this.show([...this.items, ...added]);
    void this.work();
  }

  /** Say of something that it cannot be uploaded. */
  refuse(folder: string, name: string, why: string): void {
    this.show([...this.items, { key: this.next, name, folder, size: 0, sent: 0, state: "failed", why, mayGoOn: false }]);
    this.next += 1;
  }

  /** Go on with what failed or was stopped, from where it was. */
  again(key: number, replace = false): void {
    const work = this.works.get(key);
    if (!work) return;
    this.works.set(key, { ...work, replace: work.replace || replace, stopping: new AbortController() });
    this.change(key, { state: "waits", why: undefined, isTaken: false });
    void this.work();
  }

  stop(key: number): void {
    this.works.get(key)?.stopping.abort();
    this.change(key, { state: "stopped" });
  }

  /** Forget what is over. */
  clear(): void {
    for (const item of this.items) if (!ACTIVE.has(item.state)) this.works.delete(item.key);
    this.show(this.items.filter((item) => ACTIVE.has(item.state)));
  }

  private show(items: readonly Item[]): void {
    this.items = items;
    for (const told of this.heard) told();
  }

  private change(key: number, change: Partial<Item>): void {
    this.show(this.items.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  private async work(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    addEventListener("beforeunload", keepOpen);
    for (;;) {
      const item = this.items.find(({ state }) => state === "waits");
      if (!item) break;
      await this.send(item);
    }
    removeEventListener("beforeunload", keepOpen);
    this.isBusy = false;
  }

  private async send({ key, folder, name }: Item): Promise<void> {
    const work = this.works.get(key) as Work;
    const { signal } = work.stopping;
    const changed = (change: Partial<Item>) => !signal.aborted && this.change(key, change);
    changed({ state: "sending" });
    try {
      await upload({
        ...work,
        p: this.p,
        path: joined(folder, name),
        signal,
        begun: (id) => (work.id = id),
        told: (sent) => changed({ sent }),
        broke: (isBroken) => changed({ state: isBroken ? "broken" : "sending" }),
      });
      this.works.delete(key);
      this.change(key, { state: "done" });
    } catch (error) {
      if (isOver(error)) work.id = undefined;
      changed({ state: "failed", why: whyOf(error), isTaken: isTaken(error), mayGoOn: mayHelp(error) });
    }
  }
}

const isTaken = (error: unknown): boolean => error instanceof Problem && error.code === "already_exists";

/** Whether what is on the server cannot be gone on with. */
const isOver = (error: unknown): boolean => error instanceof Problem && (isTaken(error) || error.status === 404);

const mayHelp = (error: unknown): boolean => !(error instanceof Unreadable || (error instanceof Problem && error.status === 422));

function whyOf(error: unknown): string {
  if (error instanceof Unreadable) return words.uploads.unreadable;
  return error instanceof Problem ? problemText(error) : String(error);
}

/** A browser asks before it leaves. */
const keepOpen = (event: BeforeUnloadEvent): void => event.preventDefault();

const all = new Map<string, Uploads>();

export function uploadsOf(person: string, p: string): Uploads {
  const key = JSON.stringify([person, p]);
  const found = all.get(key) ?? new Uploads(p);
  all.set(key, found);
  return found;
}
