import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/session";
import { Acknowledge } from "@/ui/acknowledge";
import { Banner } from "@/ui/banner";
import { problemText } from "@/ui/problem-text";
import { trust } from "@/words/trust";
import type { Giving } from "./giving";

/** Why nothing was given, beside where it was asked for. */
export function GivingProblem({ giving }: { giving: Giving }) {
  const me = useQuery(meQuery);
  const { problem } = giving;
  if (!problem || problem.of("person")) return null;
  if (!giving.needsTrust || !me.data?.is_admin) return <Banner tone="failed">{problemText(problem)}</Banner>;
  return (
    <Acknowledge
      title={trust.title}
      text={`${problem.message} ${trust.once}`}
      tick={trust.tick}
      button={trust.button}
      isPending={giving.isAcknowledging}
      onAcknowledge={giving.acknowledge}
    />
  );
}
