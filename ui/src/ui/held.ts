/** Keeps the order of a list that somebody has a hand on: what is new waits, what is gone keeps its place. Pure but for the hook. */
import { useState } from "react";

interface Arranged<T> {
  shown: T[];
  /** How many are new, and wait. */
  waiting: number;
  /** How many are shown as they were, since others would move if they went. */
  gone: number;
}

/** The rows in the places that are known, as they are now; older ones that were loaded since follow. */
export function arranged<T>(held: readonly T[], rows: readonly T[], keyOf: (row: T) => string): Arranged<T> {
  const now = new Map(rows.map((row) => [keyOf(row), row]));
  const lastPlace = held.findLastIndex((row) => now.has(keyOf(row)));
  if (lastPlace < 0) return { shown: [...rows], waiting: 0, gone: 0 };
  const known = held.slice(0, lastPlace + 1).map((row) => now.get(keyOf(row)) ?? row);
  const keys = new Set(held.map(keyOf));
  const older = rows.slice(rows.indexOf(known[lastPlace] as T) + 1).filter((row) => !keys.has(keyOf(row)));
  const gone = known.filter((row) => !now.has(keyOf(row))).length;
  const shown = [...known, ...older];
  return { shown, gone, waiting: rows.length - (shown.length - gone) };
}

/** What to show of a list while it changes; `isHeld` while the pointer or the focus is in it. Rows `about` something else are another list. */
export function useHeld<T>(rows: readonly T[], keyOf: (row: T) => string, isHeld: boolean, about: string) {
  const [held, setHeld] = useState(rows);
  const [heldAbout, setHeldAbout] = useState(about);
  if (about !== heldAbout) setHeldAbout(about);
  const found = isHeld && about === heldAbout ? arranged(held, rows, keyOf) : { shown: rows, waiting: 0, gone: 0 };
  if (!isSame(found.shown, held)) setHeld(found.shown); // what goes later is shown as it was seen last
  return { ...found, release: () => setHeld(rows) };
}

const isSame = <T>(ones: readonly T[], others: readonly T[]): boolean =>
  ones.length === others.length && ones.every((one, place) => one === others[place]);
