import { useLayoutEffect } from "react";

/**
 * Gives the focus back to what opened a dialog, also a dialog that was open when it was first drawn; to the page where
 * that has gone with what was changed. `pressed` is what opened it, where that has not the focus any more.
 */
export function useReturnFocus(isOpen: boolean, pressed?: Element | null): void {
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const opener = pressed ?? document.activeElement;
    return () => {
      const last = document.activeElement;
      setTimeout(() => {
        const now = document.activeElement;
        if (now === null || now === document.body || now === last) giveTo(opener);
      });
    };
  }, [isOpen, pressed]);
}

function giveTo(opener: Element | null): void {
  const target = opener?.isConnected && opener !== document.body ? opener : document.getElementById("main");
  if (target instanceof HTMLElement) target.focus();
}
