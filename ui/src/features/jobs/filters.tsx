import { SegmentedControl } from "@mantine/core";
import type { JobsWanted, Show } from "@/api/jobs";
import { SearchField } from "@/ui/search-field";
import styles from "./jobs.module.css";
import { words } from "./words";

const SHOWN = ["all", "scheduled", "failing", "mine"] as const;

interface Props {
  wanted: JobsWanted;
  onChange: (wanted: JobsWanted) => void;
}

/** What of the list is wanted; the address keeps it. */
export function Filters({ wanted, onChange }: Props) {
  return (
    <search className={styles.filters}>
      <SearchField label={words.filter} asked={wanted.q} onAsk={(q) => onChange({ ...wanted, q })} />
      <SegmentedControl
        aria-label={words.show.label}
        value={wanted.show ?? "all"}
        data={SHOWN.map((value) => ({ value, label: words.show[value] }))}
        onChange={(show) => onChange({ ...wanted, show: show === "all" ? undefined : (show as Show) })}
      />
    </search>
  );
}
