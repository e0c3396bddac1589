import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { Icon } from "./icons/icon";
import { useShortcut } from "./keys";
import styles from "./search-field.module.css";

const TYPING_MS = 200;

interface Props {
  label: string;
  /** What is asked for now; the address keeps it. */
  asked: string | undefined;
  onAsk: (text: string | undefined) => void;
}

/** Narrows a list by a text, a moment after the last key. */
export function SearchField({ label, asked, onAsk }: Props) {
  const shortcut = useShortcut("/");
  const [typed, setTyped] = useState(asked ?? "");
  const [before, setBefore] = useState(asked);
  if (before !== asked) {
    setBefore(asked);
    if (asked === undefined) setTyped(""); // cleared from elsewhere; else what is being typed is newer
  }
  const ask = useDebouncedCallback((text: string) => onAsk(text || undefined), TYPING_MS);

  function type(text: string) {
    setTyped(text);
    ask(text);
  }

  return (
    <TextInput
      className={styles.field}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<Icon name="search" />}
      maxLength={120}
      {...shortcut}
      onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={ask.flush} // before a link is followed: afterwards it would lead back here
    />
  );
}
