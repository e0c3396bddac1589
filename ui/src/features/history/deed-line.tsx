import { Link } from "@tanstack/react-router";
import type { Deed } from "@/api/audit";
import { useNow } from "@/time/ticking";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icons/icon";
import { Moment } from "@/ui/moment";
import { Cell, Row } from "@/ui/table";
import { changesOf } from "./changes";
import styles from "./history.module.css";
import { words } from "./words";

interface Props {
  /** The project in which it was done, where that is known. */
  p: string | undefined;
  deed: Deed;
  zone: string;
}

/** One deed: when, by whom, what, and what it was before. */
export function DeedLine({ p, deed, zone }: Props) {
  const now = useNow();
  const changes = changesOf(deed.before, deed.after, { zone, now });
  return (
    <Row>
      <Cell className={styles.when}>
        <Moment at={deed.at} zone={zone} />
      </Cell>
      <Cell>
        <Who deed={deed} />
      </Cell>
      <Cell>
        <span className={styles.action}>{words.actions[deed.action] ?? deed.action}</span>
        {deed.outcome === "refused" && (
          <span className={styles.refused}>
            <Icon name="ban" size={13} stroke={2.2} /> {words.refused}
          </span>
        )}
        <Subject p={p} deed={deed} />
      </Cell>
      <Cell>
        {changes.map((change) => (
          <span key={change} className={styles.change}>
            {change}
          </span>
        ))}
      </Cell>
    </Row>
  );
}

function Subject({ p, deed }: Pick<Props, "p" | "deed">) {
  if (p === undefined || deed.kind !== "job" || deed.action === "object:delete") return <span className={styles.subject}>{deed.subject}</span>;
  return (
    <Link to="/p/$p/jobs/$job" params={{ p, job: deed.subject }} className={styles.subject}>
      {deed.subject}
    </Link>
  );
}

function Who({ deed }: { deed: Deed }) {
  const name = deed.actor_name || words.system;
  return (
    <span className={styles.who}>
      <Badge name={name} isRound />
      <span>
        {name}
        {deed.key_id !== null && <span className={styles.road}>{words.byKey(deed.key_id)}</span>}
        {deed.key_id === null && deed.channel === "cli" && <span className={styles.road}>{words.byCommand}</span>}
      </span>
    </span>
  );
}
