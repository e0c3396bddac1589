import { Burger } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { createContext, useContext, useEffect, type ReactNode } from "react";
import { common } from "@/words/common";
import { page as words } from "@/words/page";
import styles from "./page.module.css";

export interface Crumb {
  label: string;
  to: string;
}

const NONE: readonly Crumb[] = [];

/** Opens the rail on small screens, where it is a drawer. */
export const RailOpener = createContext<() => void>(() => undefined);

interface Props {
  title: string;
  /** One sentence that says what this page is for. */
  lead?: ReactNode;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  /** Tabs with addresses of their own, below the bar. */
  tabs?: ReactNode;
  /** Whether the title stands in the bar alone, for pages that need all the room. */
  isTight?: boolean;
  children: ReactNode;
}

/** A page inside the shell: where one is, what this is, what one can do here, and the rest. */
export function Page({ title, lead, crumbs = NONE, actions, tabs, isTight = false, children }: Props) {
  const openRail = useContext(RailOpener);
  useTitle([title, ...crumbs.map((crumb) => crumb.label).toReversed()]);
  return (
    <>
      <header className={styles.bar}>
        <Burger className={styles.burger} size="sm" onClick={openRail} aria-label={words.openMenu} />
        <nav className={styles.crumbs} aria-label={words.crumbs}>
          <ol>
            {crumbs.map((crumb) => (
              <li key={crumb.to} className="clip">
                <Link to={crumb.to} className={styles.crumb}>
                  {crumb.label}
                </Link>
              </li>
            ))}
            <li aria-current="page" className="clip">
              {isTight ? <h1>{title}</h1> : title}
            </li>
          </ol>
        </nav>
        {isTight && <div className={styles.actions}>{actions}</div>}
      </header>
      {tabs}
      <main id="main" className={styles.page} tabIndex={-1}>
        {!isTight && (
          <div className={styles.head}>
            <div>
              <h1>{title}</h1>
              {lead && <p className={styles.lead}>{lead}</p>}
            </div>
            <div className={styles.actions}>{actions}</div>
          </div>
        )}
        {children}
      </main>
    </>
  );
}

/** What the browser's tab says. */
export function useTitle(parts: readonly string[]): void {
  const title = [...parts, common.product].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
