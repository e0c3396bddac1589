import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/session";
import type { Trusting } from "@/api/trusting";
import { trust as words } from "@/words/trust";
import { Acknowledge } from "./acknowledge";
import { Trouble } from "./trouble";

interface Props {
  /** What was sent, and what became of it. */
  sent: Omit<Trusting<unknown>, "send">;
  /** The field that shows its own fault. */
  field?: string;
}

/** Why nothing was done, beside where it was asked for; who may acknowledge what is missing does it here. */
export function Refused({ sent, field }: Props) {
  const me = useQuery(meQuery);
  const { problem } = sent;
  if (!problem) return null;
  if (!sent.needsTrust || !me.data?.is_admin) return <Trouble error={problem} at={field ? [field] : []} />;
  return (
    <Acknowledge
      title={words.title}
      text={`${problem.message} ${words.once}`}
      tick={words.tick}
      button={words.button}
      isPending={sent.isAcknowledging}
      onAcknowledge={sent.acknowledge}
    />
  );
}
