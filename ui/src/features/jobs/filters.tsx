import { SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import type { JobsWanted, Show } from "@/api/jobs";
import { Icon } from "@/ui/icons/icon";
import styles from "./jobs.module.css";
import { words } from "./words";

const TYPING_MS = 200;
const SHOWN = ["all", "scheduled", "failing", "mine"] as const;

interface Props {
  wanted: JobsWanted;
  onChange: (wanted: JobsWanted) => void;
}

/** What of the list is wanted; the address keeps it. */
export function Filters({ wanted, onChange }: Props) {
  const [typed, setTyped] = useState(wanted.q ?? "");
  const ask = useDebouncedCallback((q: string) => onChange({ ...wanted, q: q || undefined }), TYPING_MS);

  function type(text: string) {
    setTyped(text);
    ask(text);
  }

  return (
    <search className={styles.filters}>
      <TextInput
        className={styles.filter}
        type="search"
        aria-label={words.filter}
        placeholder={words.filter}
        leftSection={<Icon name="search" />}
        maxLength={120}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <SegmentedControl
        aria-label={words.show.label}
        value={wanted.show ?? "all"}
        data={SHOWN.map((value) => ({ value, label: words.show[value] }))}
        onChange={(show) => onChange({ ...wanted, show: show === "all" ? undefined : (show as Show) })}
      />
    </search>
  );
}
