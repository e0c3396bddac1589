import { VisuallyHidden } from "@mantine/core";
import { plain } from "./ansi";
import { worst, type Levels } from "./levels";
import { Tool } from "./log-bar";
import styles from "./log.module.css";
import type { Spot } from "./use-spot";
import { words } from "./words";

interface Props {
  levels: Levels;
  spot: Spot | undefined;
  onStep: (by: 1 | -1) => void;
}

/** How many errors and warnings there seem to be, and the way from one to the next. */
export function LevelTools({ levels, spot, onStep }: Props) {
  const level = worst(levels);
  if (!level) return null;
  const { previous, next } = words.stepTo[level];
  return (
    <span className={styles.levels}>
      <span className={styles.count} data-level={level} title={words.guessed}>
        {words.levels(levels.errors, levels.warnings)}
        {levels.scanned < levels.size && ` ${words.lookedAt(levels.scanned, levels.size)}`}
      </span>
      <Tool icon="chevron-up" label={previous} onPress={() => onStep(-1)} />
      <Tool icon="chevron-down" label={next} onPress={() => onStep(1)} />
      <VisuallyHidden role="status">{spot && words.lineSays(spot.from, plain(spot.text))}</VisuallyHidden>
    </span>
  );
}
