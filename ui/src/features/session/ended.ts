import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let hasEnded = false;

/** Whether the session ended while a page was open: whoever hears of it says so here. */
export const sessionEnded = {
  tell(ended: boolean): void {
    hasEnded = ended;
    for (const listener of listeners) listener();
  },
  listen(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const useSessionEnded = (): boolean => useSyncExternalStore(sessionEnded.listen, () => hasEnded);
