import type { Check } from "@/api/executions";
import { Icon, type IconName } from "@/ui/icons/icon";
import styles from "./why.module.css";
import { words } from "./words";

interface Props {
  checks: readonly Pick<Check, "name" | "ok">[];
  /** Which time it is about, where that is not said above. */
  note?: string;
}

/** What the scheduler checked, in order: what stopped it, and what was not reached any more. */
export function Checks({ checks, note }: Props) {
  return (
    <section className={styles.part}>
      <h3>{words.why.order}</h3>
      {note && <p className="dim small">{note}</p>}
      <ol className={styles.checks}>
        {checks.map((check) => (
          <CheckLine key={check.name} check={check} />
        ))}
      </ol>
    </section>
  );
}

const MARKS: Readonly<Record<string, IconName>> = { true: "check", false: "x", not_reached: "dots" };

function CheckLine({ check }: { check: Pick<Check, "name" | "ok"> }) {
  const { why } = words;
  const text = check.ok === false ? why.stoppers[check.name] : why.checks[check.name];
  return (
    <li className={styles.check} data-ok={String(check.ok)}>
      <span className={styles.mark}>
        <Icon name={MARKS[String(check.ok)] ?? "help"} size={14} stroke={2.4} />
      </span>
      <span>
        {text ?? check.name}
        {check.ok === "not_reached" && <span className="dim small"> · {why.notReached}</span>}
      </span>
    </li>
  );
}
