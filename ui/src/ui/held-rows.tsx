import { useDeferredValue, useState, type ReactNode } from "react";
import { heldWords } from "@/words/held";
import { useHeld } from "./held";
import styles from "./held.module.css";
import { Icon } from "./icons/icon";

const FIRST = 4; // show at once that a press was heard; the rest is drawn right behind them

interface Props<T> {
  rows: readonly T[];
  keyOf: (row: T) => string;
  /** What was asked for: when that is something else, nothing is held of what was shown before. */
  about?: string;
  /** ``isWhole``: not only the first rows; what stands below the last one would jump. */
  children: (shown: readonly T[], isWhole: boolean) => ReactNode;
}

/** A list that changes by itself. While the pointer or the focus is in it nothing moves: a button says what waits. */
export function HeldRows<T>({ rows, keyOf, about = "", children }: Props<T>) {
  const [isOver, setOver] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const { shown, waiting, gone, release } = useHeld(rows, keyOf, isOver || hasFocus, about);
  const drawn = useDeferredValue(shown, shown.slice(0, FIRST));
  return (
    <div
      className={styles.held}
      onPointerEnter={() => setOver(true)}
      onPointerLeave={() => setOver(false)}
      onFocus={() => setFocus(true)}
      onBlur={() => setFocus(false)}
    >
      {waiting + gone > 0 && (
        <button type="button" className={styles.fresh} onClick={release}>
          <Icon name="arrow-left" className={styles.up} />
          {heldWords.fresh(waiting, gone)}
        </button>
      )}
      {children(drawn, drawn.length > FIRST || drawn.length === shown.length)}
    </div>
  );
}
