import type { ReactNode } from "react";

interface Props {
  label: string;
  className: string | undefined;
  children: ReactNode;
}

/** Something that scrolls by itself; the keyboard reaches it, else nobody without a pointer could scroll it. */
export function Scroller({ label, className, children }: Props) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached
    <div className={className} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
