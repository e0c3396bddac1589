import { Button, SegmentedControl } from "@mantine/core";
import { useId, useState } from "react";
import type { Key } from "@/api/keys";
import { dayOf } from "@/time/ends";
import { browserZone } from "@/time/zones";
import { Icon } from "@/ui/icons/icon";
import { Secret } from "@/ui/secret";
import styles from "./keys.module.css";
import { commandLines, pythonLines } from "./use";
import { words } from "./words";

/** A key that was made a moment ago. */
export interface Made {
  key: Key;
  project: string | undefined;
  /** What becomes of the one whose place it takes. */
  older?: string | undefined;
}

/** The key, this one time, and how programs use it. */
export function KeyMade({ made: { key, project, older }, onDone }: { made: Made; onDone: () => void }) {
  const id = useId();
  const [way, setWay] = useState("dayshift");
  const used = { text: key.key ?? "", scopes: key.scopes, project };
  return (
    <section className={styles.made} aria-labelledby={id}>
      <div className={styles.madeHead}>
        <span className={styles.madeIcon}>
          <Icon name="key" size={18} />
        </span>
        <div role="status">
          <h2 id={id}>{words.made.title(key.name)}</h2>
          <p>
            {words.made.text} {key.ends_at && words.made.until(dayOf(key.ends_at, browserZone()))} {older && words.made.older(older)}
          </p>
        </div>
      </div>
      <Secret label={words.made.label} text={used.text} copy={words.made.copy} copied={words.made.copied} />
      <SegmentedControl
        size="xs"
        className={styles.ways}
        aria-label={words.made.use}
        value={way}
        data={[
          { value: "dayshift", label: "dayshift" },
          { value: "python", label: "Python" },
        ]}
        onChange={setWay}
      />
      <pre className={styles.code}>{way === "python" ? pythonLines(used) : commandLines(used, location.origin)}</pre>
      <Button variant="default" onClick={onDone}>
        {words.made.done}
      </Button>
    </section>
  );
}
