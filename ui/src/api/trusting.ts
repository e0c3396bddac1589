import { useMutation } from "@tanstack/react-query";
import { acknowledgeTrust } from "./members";
import { isProblem, Problem } from "./problem";

export interface Trusting<V> {
  send: (what: V) => void;
  isPending: boolean;
  problem: Problem | undefined;
  /** A second person would bring code to this machine, which an administrator acknowledges once. */
  needsTrust: boolean;
  isAcknowledging: boolean;
  /** Acknowledge it, and send once more what was refused. */
  acknowledge: () => void;
}

/** Sends what may let one more person bring code here. */
export function useTrusting<V, T>(send: (what: V) => Promise<T>, onDone: (answer: T, what: V) => unknown): Trusting<V> {
  const sending = useMutation({ mutationFn: send, onSuccess: (answer, what) => onDone(answer, what) });
  const trusting = useMutation({
    mutationFn: acknowledgeTrust,
    onSuccess: () => sending.variables !== undefined && sending.mutate(sending.variables),
  });
  const error = trusting.error ?? sending.error;
  return {
    send: (what) => {
      trusting.reset();
      sending.mutate(what);
    },
    isPending: sending.isPending,
    problem: error instanceof Problem ? error : undefined,
    needsTrust: isProblem(sending.error, "isolation_needed"),
    isAcknowledging: trusting.isPending,
    acknowledge: () => trusting.mutate(),
  };
}
