import type { ReactNode } from "react";
import styles from "./banner.module.css";
import { Icon, type IconName } from "./icons/icon";

type Tone = "failed" | "warn" | "info" | "success";

const ICONS: Readonly<Record<Tone, IconName>> = { failed: "x", warn: "alert", info: "info", success: "check" };

/** A message beside what it is about. A failure of what this person started is said at once, the rest politely. */
export function Banner({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <div className={styles.banner} data-tone={tone} role={tone === "failed" ? "alert" : "status"} tabIndex={tone === "failed" ? -1 : undefined}>
      <Icon name={ICONS[tone]} size={16} stroke={2.2} />
      <div>{children}</div>
    </div>
  );
}
