import type { RefObject } from "react";
import { Icon, type IconName } from "@/ui/icons/icon";
import styles from "./log.module.css";
import type { Times } from "./log-rows";
import type { Search } from "./use-search";
import { words } from "./words";

interface SearchBoxProps {
  field: RefObject<HTMLInputElement | null>;
  typed: string;
  search: Search;
  onType: (text: string) => void;
  onStep: (by: number) => void;
}

/** Finds a text in the whole log, also in what is not loaded. */
export function SearchBox({ field, typed, search, onType, onStep }: SearchBoxProps) {
  return (
    <search className={styles.search}>
      <Icon name="search" size={16} />
      <input
        ref={field}
        type="search"
        className={styles.field}
        aria-label={words.search}
        placeholder={words.search}
        maxLength={256}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
          if (event.key === "Escape") {
            onType("");
            event.currentTarget.blur();
          }
        }}
      />
      {typed !== "" && (
        <>
          <span className={styles.hits} role="status">
            {hitText(typed, search)}
          </span>
          <Tool icon="chevron-up" label={words.previous} onPress={() => onStep(-1)} />
          <Tool icon="chevron-down" label={words.next} onPress={() => onStep(1)} />
        </>
      )}
    </search>
  );
}

function hitText(typed: string, { query, hits, isDone, current }: Search): string {
  if (hits.length > 0 && query === typed) return words.hitOf(current + 1, hits.length, isDone);
  return query === typed && isDone ? words.noHit : words.searching;
}

interface ToolProps {
  icon: IconName;
  label: string;
  isOn?: boolean;
  /** Whether the word stands beside the icon. */
  isWide?: boolean;
  onPress: () => void;
}

/** A button of the dark bar. */
export function Tool({ icon, label, isOn, isWide = false, onPress }: ToolProps) {
  return (
    <button
      type="button"
      className={styles.tool}
      aria-label={isWide ? undefined : label}
      title={isWide ? undefined : label}
      aria-pressed={isOn}
      onClick={onPress}
    >
      <Icon name={icon} />
      {isWide && label}
    </button>
  );
}

interface PickProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onPick: (value: T) => void;
}

/** One of a few, in the dark bar. */
export function Pick<T extends string>({ label, value, options, onPick }: PickProps<T>) {
  return (
    <select className={styles.tool} aria-label={label} value={value} onChange={(event) => onPick(event.currentTarget.value as T)}>
      {options.map(([name, text]) => (
        <option key={name} value={name}>
          {text}
        </option>
      ))}
    </select>
  );
}

const { timesOf } = words;

export const TIMES: readonly (readonly [Times, string])[] = [
  ["clock", timesOf.clock],
  ["start", timesOf.start],
  ["off", timesOf.off],
];
