import { valueWords as words } from "@/words/values";
import styles from "./argument-chips.module.css";

/** What a program is started with, word for word; nothing while the line is not finished. */
export function ArgumentChips({ words: split }: { words: readonly string[] | undefined }) {
  if (!split) return null;
  return (
    <p className={styles.chips}>
      {split.length === 0 ? words.startedWithout : words.started}
      {split.map((word, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- a word may come twice
        <code key={place}>{word}</code>
      ))}
    </p>
  );
}
