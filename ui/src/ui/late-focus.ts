import { useEffect, useRef } from "react";

/** Focus for a field that comes after its dialog was opened: later than the dialog looked where focus was before. */
export function useLateFocus() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => field.current?.focus());
    return () => clearTimeout(timer);
  }, []);
  return field;
}
