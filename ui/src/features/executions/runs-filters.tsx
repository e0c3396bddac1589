import { Button, Select } from "@mantine/core";
import { Icon } from "@/ui/icons/icon";
import { SearchField } from "@/ui/search-field";
import styles from "./runs.module.css";
import { STATE_NAMES, type RunsSearch } from "./wanted";
import { words } from "./words";

const { list } = words;

interface Props {
  search: RunsSearch;
  /** What a job is called that the list is limited to. */
  jobTitle: string | undefined;
  onChange: (change: RunsSearch) => void;
}

/** Which runs are wanted; the address keeps it. */
export function RunsFilters({ search, jobTitle, onChange }: Props) {
  return (
    <search className={styles.filters}>
      <SearchField label={list.filter} asked={search.q} onAsk={(q) => onChange({ q })} />
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
