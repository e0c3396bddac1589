import { useId, type ReactNode } from "react";
import styles from "./dialog.module.css";

/** One row of the dialog: what it is about, and its fields. */
export function FormRow({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <div className={styles.row} role="group" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div className={styles.fields}>{children}</div>
    </div>
  );
}
