import { useSyncExternalStore } from "react";
import { isProblem } from "./problem";

type Answer = (isConfirmed: boolean) => void;

const listeners = new Set<() => void>();
let waiting: Answer[] = [];

/** The one place where a password is asked for again; whoever draws the question listens here. */
export const confirming = {
  listen(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Later than the key that was pressed: the same one must not close what lies below, too. */
  answer(isConfirmed: boolean): void {
    setTimeout(() => settle(isConfirmed));
  },
};

function settle(isConfirmed: boolean): void {
  const told = waiting;
  waiting = [];
  for (const answer of told) answer(isConfirmed);
  for (const listener of listeners) listener();
}

const ask = (): Promise<boolean> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    for (const listener of listeners) listener();
  });

/** Whether somebody is asked for their password now. */
export const useConfirming = (): boolean => useSyncExternalStore(confirming.listen, () => waiting.length > 0);

/** Send it; where the server wants a recent sign-in, ask for the password and send it once more. Throws Problem. */
export async function confirmed<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!isProblem(error, "confirm_needed") || !(await ask())) throw error;
    return send();
  }
}
