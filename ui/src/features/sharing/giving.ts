import { useMutation } from "@tanstack/react-query";
import { acknowledgeTrust } from "@/api/members";
import { isProblem, Problem } from "@/api/problem";
import type { Gift } from "@/api/sharing";

export interface Giving {
  give: (gift: Gift) => void;
  isPending: boolean;
  problem: Problem | undefined;
  /** A second person would bring code to this machine, which an administrator acknowledges once. */
  needsTrust: boolean;
  isAcknowledging: boolean;
  /** Acknowledge it, and give what was about to be given. */
  acknowledge: () => void;
}

/** Gives somebody a level, on a job or by a tag. */
export function useGiving(send: (gift: Gift) => Promise<unknown>, onGiven: (gift: Gift) => unknown): Giving {
  const giving = useMutation({ mutationFn: send, onSuccess: (_, gift) => onGiven(gift) });
  const trusting = useMutation({
    mutationFn: acknowledgeTrust,
    onSuccess: () => giving.variables && giving.mutate(giving.variables),
  });
  const error = trusting.error ?? giving.error;
  return {
    give: (gift) => {
      trusting.reset();
      giving.mutate(gift);
    },
    isPending: giving.isPending,
    problem: error instanceof Problem ? error : undefined,
    needsTrust: isProblem(giving.error, "isolation_needed"),
    isAcknowledging: trusting.isPending,
    acknowledge: () => trusting.mutate(),
  };
}
