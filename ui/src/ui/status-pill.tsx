import { Icon } from "./icons/icon";
import { lookOf } from "./status";
import styles from "./status-pill.module.css";

interface Props {
  state: string;
  /** What follows the word: why, or when. */
  detail?: string | undefined;
}

/** A state as shape, word and colour. */
export function StatusPill({ state, detail }: Props) {
  const { tone, icon, word } = lookOf(state);
  return (
    <span className={styles.pill} data-tone={tone}>
      <Icon name={icon} size={13} stroke={2.4} className={icon === "spinner" ? "turning" : ""} />
      <span className="clip">{detail ? `${word} · ${detail}` : word}</span>
    </span>
  );
}
