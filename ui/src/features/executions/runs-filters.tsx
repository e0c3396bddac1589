import { Button, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { Icon } from "@/ui/icons/icon";
import styles from "./runs.module.css";
import { STATE_NAMES, type RunsSearch } from "./wanted";
import { words } from "./words";

const TYPING_MS = 200;
const { list } = words;

interface Props {
  search: RunsSearch;
  /** What a job is called that the list is limited to. */
  jobTitle: string | undefined;
  onChange: (change: RunsSearch) => void;
}

/** Which runs are wanted; the address keeps it. */
export function RunsFilters({ search, jobTitle, onChange }: Props) {
  const [typed, setTyped] = useState(search.q ?? "");
  const [asked, setAsked] = useState(search.q);
  if (asked !== search.q) {
    setAsked(search.q);
    if (search.q === undefined) setTyped(""); // cleared from elsewhere; else what is being typed is newer
  }
  const ask = useDebouncedCallback((q: string) => onChange({ q: q || undefined }), TYPING_MS);

  function type(text: string) {
    setTyped(text);
    ask(text);
  }

  return (
    <search className={styles.filters}>
      <TextInput
        className={styles.filter}
        type="search"
        aria-label={list.filter}
        placeholder={list.filter}
        leftSection={<Icon name="search" />}
        maxLength={120}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <Select
        className={styles.pick}
        aria-label={list.states}
        value={search.state ?? "any"}
        data={(["any", ...STATE_NAMES] as const).map((value) => ({ value, label: list.state[value] }))}
        allowDeselect={false}
        onChange={(state) => onChange({ state: STATE_NAMES.find((name) => name === state) })}
      />
      <Select
        className={styles.pick}
        aria-label={list.by}
        value={search.by ?? "anyone"}
        data={(["anyone", "me", "schedule"] as const).map((value) => ({ value, label: list.who[value] }))}
        allowDeselect={false}
        onChange={(by) => onChange({ by: by === "me" || by === "schedule" ? by : undefined })}
      />
      {search.job && (
        <Button
          variant="default"
          rightSection={<Icon name="x" size={13} />}
          title={list.allJobs}
          onClick={() => onChange({ job: undefined })}
        >
          {list.job(jobTitle ?? search.job)}
        </Button>
      )}
    </search>
  );
}
