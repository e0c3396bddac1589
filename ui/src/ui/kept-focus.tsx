import { useQueryClient, type Mutation } from "@tanstack/react-query";
import { useEffect, type ReactNode, type RefObject } from "react";
import styles from "./dialog.module.css";

type Place = RefObject<HTMLDivElement | null>;

const WRONG = '[aria-invalid="true"]:not(:disabled)';
const SAID = '[role="alert"]';

/**
 * The focus stays in a dialog while what it sent is awaited, since the button that had it cannot be pressed then. What
 * was refused takes it to the first field that is wrong, else to what says why.
 */
export function KeptFocus({ ref: place, children }: { ref: Place; children: ReactNode }) {
  const client = useQueryClient();
  useEffect(() => {
    const within = place.current;
    const dialog = within?.closest<HTMLElement>('[role="dialog"]');
    if (!within || !dialog) return undefined;
    const sent = new WeakSet<Mutation<unknown, Error, unknown>>();
    let isRefused = false;

    function look(): void {
      const active = document.activeElement;
      if (within?.contains(active) && active?.matches(":disabled")) dialog?.focus();
      const target = isRefused && (within?.querySelector<HTMLElement>(WRONG) ?? [...(within?.querySelectorAll<HTMLElement>(SAID) ?? [])].at(-1));
      if (!target) return;
      isRefused = false;
      target.focus();
    }

    const observer = new MutationObserver(look);
    observer.observe(within, { subtree: true, childList: true, attributeFilter: ["disabled", "aria-invalid"] });
    const stop = client.getMutationCache().subscribe(({ type, mutation, ...told }) => {
      if (type !== "updated" || !("action" in told)) return;
      if (told.action.type === "pending" && dialog.contains(document.activeElement)) sent.add(mutation);
      if (told.action.type === "pending") isRefused = false;
      if (told.action.type === "error") isRefused = sent.delete(mutation);
    });
    return () => {
      observer.disconnect();
      stop();
    };
  }, [client, place]);
  return (
    <div ref={place} className={styles.kept}>
      {children}
    </div>
  );
}

/** Whether a dialog above this one, or a calendar in it, has the focus, and so takes the Escape key. */
export function isBelow(place: Place): boolean {
  const holder = document.activeElement?.closest('[role="dialog"]');
  return holder !== null && holder !== undefined && !holder.contains(place.current);
}
