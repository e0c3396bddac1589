import { VisuallyHidden } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { cityOf } from "@/time/zones";
import type { LogModel } from "./log-model";
import styles from "./log.module.css";
import { words } from "./words";

const SAY_EVERY_MS = 10_000;

interface Props {
  model: LogModel;
  zone: string;
  /** Whether errors and warnings are counted. */
  isGuessed: boolean;
}

/** How far the log is. Those who listen hear of it now and then, not with each line. */
export function LogFoot({ model, zone, isGuessed }: Props) {
  const { total } = model.pages;
  const said = useNowAndThen(model.isComplete ? "" : words.came(total));
  return (
    <footer className={styles.foot}>
      <span className={styles.live} data-live={!model.isComplete}>
        {stateText(model)}
      </span>
      {isGuessed && <span className={styles.guess}>{words.guessed}</span>}
      <span>{words.timesIn(cityOf(zone))}</span>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </footer>
  );
}

function stateText({ isComplete, isConnected, pages }: LogModel): string {
  if (isComplete) return words.all(pages.total);
  return isConnected ? words.live(pages.total) : words.reconnecting;
}

/** A text that changes often, as it is every ten seconds. */
function useNowAndThen(text: string): string {
  const [said, setSaid] = useState("");
  const say = useEffectEvent(() => setSaid(text));
  useEffect(() => {
    const timer = setInterval(() => say(), SAY_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return said;
}
