import type { ReactNode } from "react";
import styles from "./table.module.css";

interface Props {
  /** What the table lists, for those who do not see it. */
  label: string;
  columns: readonly string[];
  children: ReactNode;
  foot?: ReactNode;
  /** A class that says how wide the columns are; otherwise their content does, and may move them. */
  widths?: string | undefined;
}

/** A table that stays one for screen readers also where a phone shows it as cards. */
export function Table({ label, columns, children, foot, widths }: Props) {
  return (
    <div className={styles.card}>
      <table className={widths ? `${styles.table} ${styles.fixed} ${widths}` : styles.table} role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column} role="columnheader" scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
      {foot && <div className={styles.foot}>{foot}</div>}
    </div>
  );
}

/** A line of a table; keys go from one to the next. */
export function Row({ children }: { children: ReactNode }) {
  return (
    <tr role="row" data-row>
      {children}
    </tr>
  );
}

export function Cell({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return (
    <td role="cell" className={className}>
      {children}
    </td>
  );
}
