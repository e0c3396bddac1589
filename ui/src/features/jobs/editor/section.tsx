import { useId, type ReactNode } from "react";
import styles from "./editor.module.css";

interface Props {
  title: string;
  why?: string;
  children: ReactNode;
}

/** A part of a long form: its name and its purpose at the left, the fields at the right. */
export function Section({ title, why, children }: Props) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        {why && <p>{why}</p>}
      </div>
      <div className={styles.fields}>{children}</div>
    </section>
  );
}
