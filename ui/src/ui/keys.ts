/** Single letters that do something, outside fields and dialogs. Somebody who speaks to her machine can switch them off. */
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

const KEPT = "dayshift.keys";
const listeners = new Set<() => void>();
let areOn = localStorage.getItem(KEPT) !== "off";

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function switchKeys(on: boolean): void {
  areOn = on;
  localStorage.setItem(KEPT, on ? "on" : "off");
  for (const listener of listeners) listener();
}

export const useAreKeysOn = (): boolean => useSyncExternalStore(listen, () => areOn);

/** What a control says of its key; who presses the key presses the control, or goes to the field. */
export function useShortcut(key: string): { "aria-keyshortcuts"?: string } {
  return useAreKeysOn() ? { "aria-keyshortcuts": key } : {};
}

/** Whether a key may do something now: nobody types, nothing lies over the page, no modifier makes it another key. */
export function isFree(event: KeyboardEvent): boolean {
  if (!areOn || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
  const { target } = event;
  if (target instanceof HTMLElement && target.closest(TAKEN) !== null) return false;
  return ![...document.querySelectorAll('[role="dialog"], [role="menu"]')].some((one) => one.checkVisibility());
}

const TAKEN = "input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]";

/** Keys of what is shown now; they come before those that hold everywhere. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const action = keys[event.key];
    if (!action || !isFree(event)) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
}
