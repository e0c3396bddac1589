import { VisuallyHidden } from "@mantine/core";
import type { Level } from "@/api/sharing";
import { Icon } from "@/ui/icons/icon";
import { LEVELS, rankOf } from "./levels";
import styles from "./sharing.module.css";
import { words } from "./words";

/** What the chosen level lets somebody do, and what it does not. */
export function Abilities({ level }: { level: Level }) {
  return (
    <div className={styles.abilities}>
      <span>{words.can.lead}</span>
      <ul>
        {LEVELS.map((each) => (
          <Ability key={each} text={words.can[each]} isGiven={rankOf(each) <= rankOf(level)} />
        ))}
      </ul>
    </div>
  );
}

function Ability({ text, isGiven }: { text: string; isGiven: boolean }) {
  return (
    <li data-given={isGiven}>
      {isGiven ? <Icon name="check" size={13} stroke={2.4} /> : <span aria-hidden>–</span>}
      {text}
      <VisuallyHidden>: {isGiven ? words.can.yes : words.can.no}</VisuallyHidden>
    </li>
  );
}
