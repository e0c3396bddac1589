import type { Key } from "@/api/keys";
import { dayOf } from "@/time/ends";
import { fromNow, secondsBetween } from "@/time/moments";
import { useNow } from "@/time/ticking";
import { browserZone } from "@/time/zones";
import { Act } from "@/ui/act";
import { Icon } from "@/ui/icons/icon";
import { Cell, Row } from "@/ui/table";
import styles from "./keys.module.css";
import { inOrder } from "./scopes";
import { words } from "./words";

const SOON_S = 14 * 86_400;

interface Props {
  data: Key;
  isNew: boolean;
  onRenew: () => void;
  onRevoke: () => void;
}

export function KeyLine({ data: key, isNew, onRenew, onRevoke }: Props) {
  const now = useNow();
  const left = key.ends_at === null ? Infinity : secondsBetween(now, key.ends_at);
  return (
    <Row>
      <Cell>
        <span className={styles.name} data-ended={left <= 0}>
          {key.name}
        </span>
        {isNew && <span className={styles.new}>{words.made.new}</span>}
        <code className={styles.id}>dsp_{key.id}…</code>
      </Cell>
      <Cell>
        <span className={styles.scopes}>
          {inOrder(key.scopes).map((scope) => (
            <code key={scope}>{scope}</code>
          ))}
        </span>
      </Cell>
      <Cell>{dayOf(key.created_at, browserZone())}</Cell>
      <Cell>
        <Ending at={key.ends_at} left={left} now={now} />
      </Cell>
      <Cell className={styles.actions}>
        {left > 0 && <Act icon="refresh" label={words.renew.open(key.name)} onClick={onRenew} />}
        <Act icon="trash" label={words.revoke.open(key.name)} onClick={onRevoke} />
      </Cell>
    </Row>
  );
}

function Ending({ at, left, now }: { at: string | null; left: number; now: string }) {
  if (at === null) return words.never;
  const day = dayOf(at, browserZone());
  if (left <= 0) return <span className="dim">{words.ended(day)}</span>;
  if (left > SOON_S) return day;
  return (
    <span className={styles.soon}>
      <Icon name="alert" size={13} stroke={2.2} /> {words.soon(fromNow(at, now))}
    </span>
  );
}
