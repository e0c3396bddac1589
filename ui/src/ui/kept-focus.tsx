import { useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode, type RefObject } from "react";
import { tabbable } from "tabbable";
import styles from "./dialog.module.css";
import { watchRefusals } from "./refusals";

type Place = RefObject<HTMLDivElement | null>;

const DIALOG = '[role="dialog"]';
const FIRST = "[data-autofocus]";
const WRONG = '[aria-invalid="true"]:not(:disabled)';
const SAID = '[role="alert"]';

/**
 * The focus of a dialog begins at its first field, also where that comes late, goes round within it, and stays while
 * what was sent is awaited, since the button that had it cannot be pressed then. What was refused takes it to the first
 * field that is wrong, else to what says why.
 *
 * The kit's own trap is off: it moves the focus by timers, which a busy machine runs only after keys that were pressed
 * later, so that what was typed next went into the first field.
 */
export function KeptFocus({ ref: place, children }: { ref: Place; children: ReactNode }) {
  const client = useQueryClient();
  useEffect(() => {
    const within = place.current;
    const dialog = within?.closest<HTMLElement>(DIALOG);
    if (!within || !dialog) return undefined;
    const refusals = watchRefusals(client, () => dialog.contains(document.activeElement));
    let isBegun = false;

    function look(): void {
      if (!within || !dialog) return;
      isBegun ||= begin(within, dialog);
      const active = document.activeElement;
      if (within.contains(active) && active?.matches(":disabled")) dialog.focus();
      const target = refusals.hasNew() && whatSays(within);
      if (!target) return;
      refusals.seen();
      target.focus();
    }

    const turn = (event: KeyboardEvent) => goRound(event, dialog);
    dialog.addEventListener("keydown", turn);
    const observer = new MutationObserver(look);
    observer.observe(within, { subtree: true, childList: true, attributeFilter: ["disabled", "aria-invalid"] });
    look();
    return () => {
      dialog.removeEventListener("keydown", turn);
      observer.disconnect();
      refusals.end();
    };
  }, [client, place]);
  return (
    <div ref={place} className={styles.kept}>
      {children}
    </div>
  );
}

/** Puts the focus on the first field, unless somebody has it already; false where nothing is there yet to have it. */
function begin(within: HTMLElement, dialog: HTMLElement): boolean {
  const active = document.activeElement;
  if (active !== dialog && dialog.contains(active)) return true;
  const first = within.querySelector<HTMLElement>(FIRST) ?? tabbable(within)[0];
  (first ?? dialog).focus({ preventScroll: true });
  return first !== undefined;
}

/** Tab goes to the next of a dialog, from the last to the first, and past what only scrolls: a list that closes then. */
function goRound(event: KeyboardEvent, dialog: HTMLElement): void {
  const active = document.activeElement;
  if (event.key !== "Tab" || event.defaultPrevented || active?.closest(DIALOG) !== dialog) return; // a calendar has its own
  event.preventDefault();
  const stops = event.shiftKey ? tabbable(dialog).toReversed() : tabbable(dialog);
  const ahead = event.shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const at = stops.findIndex((stop) => stop === active);
  const next = at === -1 ? stops.find((stop) => active.compareDocumentPosition(stop) & ahead) : stops[at + 1];
  (next ?? stops[0] ?? dialog).focus();
}

/** The first field that is wrong, else the last sentence that says why. */
function whatSays(within: HTMLElement): HTMLElement | undefined {
  return within.querySelector<HTMLElement>(WRONG) ?? [...within.querySelectorAll<HTMLElement>(SAID)].at(-1);
}

/** Whether a dialog above this one, or a calendar in it, has the focus, and so takes the Escape key. */
export function isBelow(place: Place): boolean {
  const holder = document.activeElement?.closest(DIALOG);
  return holder !== null && holder !== undefined && !holder.contains(place.current);
}
