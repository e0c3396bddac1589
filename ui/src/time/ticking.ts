import { useSyncExternalStore } from "react";
import { now } from "./moments";

interface Ticker {
  listen: (listener: () => void) => () => void;
  read: () => string;
}

/** One timer for all that show a time, and none while nobody does. */
function ticker(everyMs: number): Ticker {
  const listeners = new Set<() => void>();
  let current = now();
  let timer: ReturnType<typeof setInterval> | undefined;

  function tick(): void {
    current = now();
    for (const listener of listeners) listener();
  }

  function listen(listener: () => void): () => void {
    if (listeners.size === 0) {
      current = now();
      timer = setInterval(tick, everyMs);
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) clearInterval(timer);
    };
  }

  return { listen, read: () => current };
}

const minutes = ticker(60_000);
const seconds = ticker(1000);

/** Now, anew each minute, from one timer for all that show it. */
export const useNow = (): string => useSyncExternalStore(minutes.listen, minutes.read);

/** Now, anew each second: for what is counted while one looks. */
export const useSeconds = (): string => useSyncExternalStore(seconds.listen, seconds.read);
