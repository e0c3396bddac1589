/** What happens in one's projects, as the server tells it: one stream for all tabs of a browser. */

export interface Happened {
  kind: "poke" | "reset" | "access_ended" | "access_gained";
  project: string | undefined;
  /** What may no longer, or may now, be seen; and whom to ask for it. */
  title: string | undefined;
  ask: string[];
}

const ADDRESS = "/api/v1/events";
const NAME = "dayshift.events"; // of the lock whose holder listens, and of the channel on which it tells the others
const AGAIN_MS = 15_000;
const KINDS = ["poke", "reset", "access_ended", "access_gained"] as const;

/** Listen until the function that is returned is called. The tab that holds the lock asks the server; the others hear from it. */
export function followEvents(told: (happened: Happened) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  const ending = new AbortController();
  channel.addEventListener("message", ({ data }) => told(data as Happened));
  const tell = (happened: Happened) => {
    told(happened);
    channel.postMessage(happened);
  };
  navigator.locks.request(NAME, { signal: ending.signal }, () => lead(tell, ending.signal)).catch(() => undefined);
  return () => {
    ending.abort();
    channel.close();
  };
}

/** Hold the stream until the signal comes. A browser tries again by itself, but not where the server said no. */
function lead(tell: (happened: Happened) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let source = listen(tell);
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
  for (const kind of KINDS) {
    source.addEventListener(kind, ({ data }) => {
      const { project, title, ask = [] } = JSON.parse(data as string) as Partial<Happened>;
      tell({ kind, project, title, ask });
    });
  }
  return source;
}
