import { useLayoutEffect } from "react";

/** Gives the focus back to whoever opened a dialog, also to a dialog that was open when it was first drawn. */
export function useReturnFocus(isOpen: boolean): void {
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement) setTimeout(() => opener.isConnected && opener.focus());
    };
  }, [isOpen]);
}
