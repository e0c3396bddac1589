import { common } from "@/words/common";
import { status as words } from "@/words/status";
import { lookOf, type Tone } from "./status";
import styles from "./run-strip.module.css";

const HEIGHT = 22;
const STEP = 9;
const BAR = 6;
const HEIGHTS: Readonly<Partial<Record<Tone, number>>> = { failed: 20, skipped: 6, queued: 9 };
const USUAL = 12;

/** The last runs, oldest first. A failed one is the tallest, so that it is seen without its colour. */
export function RunStrip({ states }: { states: readonly string[] }) {
  if (states.length === 0) return <span className="dim">{common.nothing}</span>;
  const tones = states.map((state) => lookOf(state).tone);
  const failed = tones.filter((tone) => tone === "failed").length;
  return (
    <svg width={states.length * STEP} height={HEIGHT} role="img" aria-label={words.strip(states.length, failed)}>
      {tones.map((tone, number) => {
        const height = HEIGHTS[tone] ?? USUAL;
        return (
          <rect
            // oxlint-disable-next-line react/no-array-index-key -- a bar is its place
            key={number}
            className={styles.bar}
            data-tone={tone}
            x={number * STEP}
            y={HEIGHT - height - 1}
            width={BAR}
            height={height}
            rx={1.5}
          />
        );
      })}
    </svg>
  );
}
