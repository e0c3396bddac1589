import type { ReactNode } from "react";
import { Logo } from "@/ui/logo";
import { common } from "@/words/common";
import { Art } from "./art";
import styles from "./sign-in.module.css";

/** The page before the door: a form at the left, the picture at the right. */
export function Front({ children }: { children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.side}>
        <div className={styles.form}>
          <div className={styles.brand}>
            <Logo size={32} />
            {common.product}
          </div>
          {children}
        </div>
      </div>
      <Art />
    </main>
  );
}
