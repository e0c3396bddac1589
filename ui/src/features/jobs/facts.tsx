import type { ReactNode } from "react";
import type { Schemas } from "@/api/client";
import { dayAndTime } from "@/time/moments";
import { useNow } from "@/time/ticking";
import { Icon, type IconName } from "@/ui/icons/icon";
import { common } from "@/words/common";
import styles from "./facts.module.css";
import { words } from "./words";

interface Props {
  facts: Schemas["JobFacts"];
  zone: string;
}

/** Four facts of all jobs that one may see. */
export function Facts({ facts, zone }: Props) {
  const now = useNow();
  const [first] = facts.failing;
  const { next } = facts;
  return (
    <dl className={styles.facts} aria-label={words.facts.label}>
      <Fact icon="play" name={words.facts.running} value={facts.running} detail={words.facts.waiting(facts.waiting)} />
      <Fact
        icon="refresh"
        name={words.facts.day}
        value={facts.succeeded_24h + facts.failed_24h}
        detail={words.facts.ended(facts.succeeded_24h, facts.failed_24h)}
      />
      <Fact
        icon="alert"
        name={words.facts.attention}
        value={facts.failing_count}
        detail={first ? words.facts.failing(first.title, facts.failing_count - 1) : words.facts.allWell}
        isAlarming={facts.failing_count > 0}
      />
      <Fact
        icon="calendar-time"
        name={words.facts.next}
        value={next ? dayAndTime(next.at, zone, now) : common.nothing}
        detail={next ? next.title : words.facts.nothing}
      />
    </dl>
  );
}

interface FactProps {
  icon: IconName;
  name: string;
  value: ReactNode;
  detail: string;
  isAlarming?: boolean;
}

function Fact({ icon, name, value, detail, isAlarming = false }: FactProps) {
  return (
    <div className={styles.fact} data-alarming={isAlarming}>
      <dt>
        <Icon name={icon} />
        {name}
      </dt>
      <dd className={styles.value}>{typeof value === "number" ? value.toLocaleString("en") : value}</dd>
      <dd className={`${styles.detail} clip`}>{detail}</dd>
    </div>
  );
}
