/** What happens in one's projects, as the server tells it: one stream for all tabs of a browser. */

/** Beside what the server tells: that its stream is `lost`, and that it is `found` again. */
export interface Happened {
  kind: (typeof KINDS)[number] | "lost" | "found";
  project: string | undefined;
  /** What sort of thing changed, of a poke. */
  topic: string | undefined;
  /** What may no longer, or may now, be seen; and whom to ask for it. */
  title: string | undefined;
  ask: string[];
}

type Told = Partial<Pick<Happened, "project" | "title" | "ask">> & { kind?: string };

const ADDRESS = "/api/v1/events";
const NAME = "dayshift.events"; // of the lock whose holder listens, and of the channel on which it tells the others
const NETWORK = ["online", "offline"] as const;
const AGAIN_MS = 15_000;
const KINDS = ["poke", "reset", "access_ended", "access_gained"] as const;

/** Listen until the function that is returned is called. The tab that holds the lock asks the server; the others hear from it. */
export function followEvents(told: (happened: Happened) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  const ending = new AbortController();
  channel.addEventListener("message", ({ data }) => told(data as Happened));
  const noticed = () => told(about(reached())); // sooner than the stream does
  for (const event of NETWORK) addEventListener(event, noticed);
  if (!navigator.onLine) noticed(); // it went before anybody listened
  const tell = (happened: Happened) => {
    told(happened);
    channel.postMessage(happened);
  };
  navigator.locks.request(NAME, { signal: ending.signal }, () => lead(tell, ending.signal)).catch(() => undefined);
  return () => {
    for (const event of NETWORK) removeEventListener(event, noticed);
    ending.abort();
    channel.close();
  };
}

/**
 * Hold the stream until the signal comes. A browser tries again by itself, but not where the server said no.
 *
 * What happened before the stream was there, nobody told: a page that has just been read, or whose tab takes over from
 * another one, is read again.
 */
function lead(tell: (happened: Happened) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let source = listen(tell);
    source.addEventListener("open", () => tell(about("reset")), { once: true });
    const timer = setInterval(() => {
      if (source.readyState === EventSource.CLOSED) source = listen(tell);
    }, AGAIN_MS);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      source.close();
      resolve();
    });
  });
}

function listen(tell: (happened: Happened) => void): EventSource {
  const source = new EventSource(ADDRESS);
  source.addEventListener("error", () => tell(about("lost")));
  source.addEventListener("open", () => tell(about(reached())));
  for (const kind of KINDS) {
    source.addEventListener(kind, ({ data }) => {
      const { project, kind: topic, title, ask = [] } = JSON.parse(data as string) as Told;
      tell({ kind, project, topic, title, ask });
    });
  }
  return source;
}

/** A stream that had just been opened when the network went says so after it has gone. */
const reached = (): "found" | "lost" => (navigator.onLine ? "found" : "lost");

const about = (kind: Happened["kind"]): Happened => ({ kind, project: undefined, topic: undefined, title: undefined, ask: [] });
