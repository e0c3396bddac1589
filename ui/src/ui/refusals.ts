import type { Mutation, QueryClient } from "@tanstack/react-query";
import { notifyOf } from "./notify";

/** Hears what is refused of that which was sent from one place; what is refused after its end is said at the edge. */
export function watchRefusals(client: QueryClient, isFromHere: () => boolean) {
  const sent = new Set<Mutation<unknown, Error, unknown>>();
  let hasNew = false;
  let hasEnded = false;

  const stop = client.getMutationCache().subscribe(({ type, mutation, ...told }) => {
    if (type !== "updated" || !("action" in told)) return;
    const { action } = told;
    if (action.type === "pending") {
      hasNew = false;
      if (isFromHere()) sent.add(mutation);
    }
    if (action.type !== "error" && action.type !== "success") return;
    const wasSent = sent.delete(mutation);
    if (action.type === "error") {
      hasNew = wasSent;
      if (wasSent && hasEnded && mutation.options.onError !== notifyOf) notifyOf(action.error);
    }
    if (hasEnded && sent.size === 0) stop();
  });

  return {
    /** Whether something was refused, and not seen since. */
    hasNew: () => hasNew,
    seen: () => void (hasNew = false),
    end: () => {
      hasEnded = true;
      if (sent.size === 0) stop();
    },
  };
}
