import type { ReactNode } from "react";
import styles from "./tip.module.css";

/** What an icon means, for whoever points at it or comes to it by keys. The style sheet draws it: a list has hundreds of them. */
export function Tip({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className={styles.tip} data-tip={label}>
      {children}
    </span>
  );
}
