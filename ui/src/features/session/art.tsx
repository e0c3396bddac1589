import styles from "./sign-in.module.css";
import { words } from "./words";

type Tone = "done" | "failed" | "running" | "planned";

const NOW = 398;
const FIRST_LANE = 92;
const LANE = 58;
const BAR = 24;

/** [from, to, tone] in each lane: what is over, what runs across the now line, what is planned. */
const LANES: readonly (readonly [number, number, Tone][])[] = [
  [[-40, 88, "done"], [142, 214, "done"], [438, 610, "planned"]],
  [[18, 226, "done"], [336, NOW, "running"], [NOW, 452, "planned"]],
  [[72, 172, "done"], [428, 700, "planned"]],
  [[-30, 92, "done"], [150, 222, "failed"], [244, 326, "done"], [474, 548, "planned"]],
  [[50, 292, "done"], [440, 528, "planned"]],
  [[-60, 40, "done"], [292, NOW, "running"], [NOW, 432, "planned"], [508, 640, "planned"]],
];

const PAINT = {
  done: { fill: "var(--art-done)", fillOpacity: 0.55 },
  failed: { fill: "var(--art-failed)", fillOpacity: 0.85 },
  running: { fill: "var(--art-running)", fillOpacity: 0.92 },
  planned: { fill: "none", stroke: "var(--on-mark)", strokeOpacity: 0.5, strokeWidth: 1.6, strokeDasharray: "5 4" },
} as const;

/** A day as the product draws it: solid is done, dashed is planned, the line is now. */
export function Art() {
  return (
    <div className={styles.art} aria-hidden>
      <svg viewBox="0 0 640 560" preserveAspectRatio="xMidYMid slice">
        {LANES.map((bars, lane) => (
          <Lane key={bars[0]?.[0]} bars={bars} y={FIRST_LANE + lane * LANE} />
        ))}
        <line x1={NOW} x2={NOW} y1="44" y2="430" stroke="var(--on-mark)" strokeWidth="2" />
        <circle cx={NOW} cy="44" r="6" fill="var(--on-mark)" />
      </svg>
      <p className={styles.saying}>{words.saying}</p>
    </div>
  );
}

function Lane({ bars, y }: { bars: readonly (readonly [number, number, Tone])[]; y: number }) {
  return (
    <>
      <line x1="0" x2="640" y1={y} y2={y} stroke="var(--on-mark)" strokeOpacity="0.1" />
      {bars.map(([from, to, tone]) => (
        <rect key={from} x={from} y={y - BAR / 2} width={to - from} height={BAR} rx={7} {...PAINT[tone]} />
      ))}
    </>
  );
}
