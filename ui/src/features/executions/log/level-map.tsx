import { marksOf, TALL, type Levels } from "./levels";
import styles from "./log.module.css";
import type { Pages } from "./pages";
import { words } from "./words";

interface MapProps {
  levels: Levels;
  pages: Pages;
  /** Somebody points at this part of the whole, from 0 to 1. */
  onPoint: (part: number) => void;
}

/** Marks beside the scroll bar. For the eye and the mouse alone: the tools say the same, and are pressed by keys. */
export function LevelMap({ levels, pages, onPoint }: MapProps) {
  const rowOf = (line: number) => pages.rowOf(line);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys have "next error"
    <div
      className={styles.map}
      aria-hidden
      title={words.guessed}
      onClick={({ currentTarget, clientY }) => {
        const { top, height } = currentTarget.getBoundingClientRect();
        onPoint((clientY - top) / height);
      }}
    >
      <svg viewBox={`0 0 10 ${TALL}`} preserveAspectRatio="none">
        <path className={styles.warnings} d={marksOf(levels, "warn", rowOf, pages.rows)} />
        <path className={styles.errors} d={marksOf(levels, "error", rowOf, pages.rows)} />
      </svg>
    </div>
  );
}
