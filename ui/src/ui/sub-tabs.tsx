import { Link } from "@tanstack/react-router";
import { useAreKeysOn } from "./keys";
import styles from "./sub-tabs.module.css";

export interface Tab {
  label: string;
  to: string;
  /** Its part of the address; without a `tab` it leads to another page. */
  search: { tab?: string; job?: string };
  /** The key that leads there. */
  shortcut?: string | undefined;
}

interface Props {
  label: string;
  tabs: readonly Tab[];
  open: string;
}

/** The parts of one thing, each with an address of its own. */
export function SubTabs({ label, tabs, open }: Props) {
  const areKeysOn = useAreKeysOn();
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.label}
          to={tab.to}
          search={tab.search as never}
          className={styles.tab}
          aria-keyshortcuts={areKeysOn ? tab.shortcut : undefined}
          aria-current={tab.search.tab === open ? "page" : undefined}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
