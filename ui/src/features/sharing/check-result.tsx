import type { Check } from "@/api/sharing";
import { dayOf } from "@/time/ends";
import { Icon } from "@/ui/icons/icon";
import { listed } from "@/words/catalogue";
import { levelWord } from "./levels";
import styles from "./sharing.module.css";
import { words } from "./words";

type Verdict = Check["actions"][number];
type Reason = Verdict["because"][number];

/** The answer of the server: one sentence, then each ability with why, or with what is missing. */
export function CheckResult({ check, zone }: { check: Check; zone: string }) {
  const may = check.actions.filter((one) => one.allowed);
  const mayNot = check.actions.filter((one) => !one.allowed);
  return (
    <div>
      <p className={styles.sentence} role="status">
        {check.sentence}
      </p>
      <Verdicts title={words.check.may} verdicts={may} zone={zone} />
      <Verdicts title={words.check.mayNot} verdicts={mayNot} zone={zone} />
    </div>
  );
}

function Verdicts({ title, verdicts, zone }: { title: string; verdicts: readonly Verdict[]; zone: string }) {
  if (verdicts.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      <ul className={styles.verdicts}>
        {verdicts.map((one) => (
          <li key={one.action} data-given={one.allowed}>
            <Icon name={one.allowed ? "check" : "lock"} size={14} />
            <span>
              {one.sentence}
              <span className={styles.why}>
                {one.allowed ? listed(one.because.map((reason) => reasonText(reason, zone))) : words.check.needs(levelWord(one.needs ?? ""))}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function reasonText(reason: Reason, zone: string): string {
  const text = pathText(reason);
  return reason.ends_at ? `${text} ${words.check.until(dayOf(reason.ends_at, zone))}` : text;
}

function pathText({ via, by }: Reason): string {
  const giver = by ?? "";
  if (via.startsWith("role ")) return words.check.role(words.roles[via.slice(5)] ?? via.slice(5));
  if (via.startsWith("tag ")) return words.check.tag(via.slice(4), giver);
  return via === "created it" ? words.check.created : words.check.shared(giver);
}
