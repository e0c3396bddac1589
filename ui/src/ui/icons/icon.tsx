import { paths, type IconName } from "./paths";

export type { IconName };

interface Props {
  name: IconName;
  /** Pixels: 17 in the rail, 15 in buttons, 13 in pills. */
  size?: number;
  stroke?: number;
  className?: string;
}

/** An outline beside a word, which says it too. An icon alone takes its name from the button around it. */
export function Icon({ name, size = 15, stroke = 1.8, className }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={stroke}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
      style={{ flex: "none" }}
      aria-hidden
    >
      {paths[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
