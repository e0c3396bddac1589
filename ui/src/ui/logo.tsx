/** The mark: a day cut by the now line. What is left of it is done, and solid; what is right of it is planned. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="9" fill="var(--mark)" />
      <path d="M13 9a7.4 7.4 0 0 0 0 14z" fill="var(--on-mark)" />
      <path d="M16 5v22" stroke="var(--on-mark)" strokeWidth="2.3" strokeLinecap="round" />
      <path d="M19.4 10a7.2 7.2 0 0 1 0 12" fill="none" stroke="var(--mark-planned)" strokeWidth="2.3" strokeLinecap="round" />
    </svg>
  );
}
