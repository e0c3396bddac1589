import styles from "./badge.module.css";

const HUES = 12;

interface Props {
  name: string;
  isRound?: boolean;
}

/** Two letters on a colour that a name always gets: it helps to find something again, and says nothing. */
export function Badge({ name, isRound = false }: Props) {
  return (
    <span aria-hidden className={styles.badge} data-round={isRound} data-hue={hueOf(name)}>
      {initials(name)}
    </span>
  );
}

function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES;
}

function initials(name: string): string {
  const parts = name.split(/[\s._-]+/).filter(Boolean);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)].map((part) => part?.[0]) : [...name].slice(0, 2);
  return letters.join("").toUpperCase();
}
