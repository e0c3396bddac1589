import { useSyncExternalStore } from "react";
import { now } from "./moments";

const MINUTE_MS = 60_000;
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
    timer = setInterval(tick, MINUTE_MS);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** Now, anew each minute, from one timer for all that show it. */
export const useNow = (): string => useSyncExternalStore(listen, () => current);
