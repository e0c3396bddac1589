/** Keeps the order of a list that somebody has a hand on: what is new waits. Pure but for the hook. */
import { useState } from "react";

interface Arranged<T> {
  shown: T[];
  /** How many are new, and wait. */
  waiting: number;
}

/** The rows in the order that is known, as they are now; older ones that were loaded since follow. */
export function arranged<T>(order: readonly string[], rows: readonly T[], keyOf: (row: T) => string): Arranged<T> {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const known = order.map((key) => byKey.get(key)).filter((row) => row !== undefined);
  const last = known.at(-1);
  const older = last === undefined ? [] : rows.slice(rows.indexOf(last) + 1);
  const shown = [...known, ...older.filter((row) => !order.includes(keyOf(row)))];
  return { shown, waiting: known.length === 0 ? 0 : rows.length - shown.length };
}

/** What to show of a list while it changes; `isHeld` while the pointer or the focus is in it. */
export function useHeld<T>(rows: readonly T[], keyOf: (row: T) => string, isHeld: boolean) {
  const keys = rows.map(keyOf);
  const [order, setOrder] = useState(keys);
  const release = () => setOrder(keys);
  if (!isHeld && keys.join() !== order.join()) setOrder(keys);
  const found = arranged(order, rows, keyOf);
  return found.shown.length === 0 ? { shown: [...rows], waiting: 0, release } : { ...found, release };
}
