import { Select, Switch, TagsInput } from "@mantine/core";
import { useId } from "react";
import type { Problem } from "@/api/problem";
import type { Switches } from "@/api/sharing";
import { Icon } from "@/ui/icons/icon";
import type { Draft } from "./draft";
import { LEVELS, levelWord, rankOf } from "./levels";
import styles from "./sharing.module.css";
import { words } from "./words";

interface Props {
  project: string;
  draft: Draft;
  known: readonly string[];
  problem: Problem | undefined;
  set: (draft: Draft) => void;
}

/** What holds for all others of the project: whether roles count here, and what may be read. */
export function Everyone({ project, draft, known, problem, set }: Props) {
  const id = useId();
  const change = (part: Partial<Switches>) => set({ ...draft, switches: { ...draft.switches, ...part } });
  return (
    <section aria-labelledby={id} className={styles.everyone}>
      <h3 id={id} className={styles.heading}>
        {words.everyone(project)}
      </h3>
      <div className={styles.choice}>
        <Icon name={draft.switches.private ? "lock" : "users"} size={17} />
        <Switch
          label={words.private.label}
          description={`${draft.switches.private ? words.private.on : words.private.off} ${draft.switches.private ? words.private.shows : ""}`}
          labelPosition="left"
          checked={draft.switches.private}
          onChange={(event) => change({ private: event.currentTarget.checked })}
          classNames={{ body: styles.switch, label: styles.switchLabel }}
        />
      </div>
      <div className={styles.choice}>
        <Icon name="tag" size={17} />
        <TagsInput
          label={words.tags.label}
          aria-label={words.tags.label}
          description={words.tags.hint}
          placeholder={draft.tags.length === 0 ? words.tags.placeholder : ""}
          data={[...known]}
          value={draft.tags}
          error={problem?.of("tag") ?? problem?.of("tags")}
          onChange={(tags) => set({ ...draft, tags: tags.map((tag) => tag.toLowerCase()) })}
        />
      </div>
      <Reading draft={draft} change={change} />
    </section>
  );
}

const upTo = (most: "run" | "edit") =>
  LEVELS.filter((level) => rankOf(level) <= rankOf(most)).map((level) => ({ value: level, label: levelWord(level) }));

function Reading({ draft, change }: { draft: Draft; change: (part: Partial<Switches>) => void }) {
  return (
    <details className={styles.folded}>
      <summary>
        <Icon name="chevron-right" /> {words.reads.title}
        <span className={styles.foldedNow}>
          {levelWord(draft.switches.logs_for)} · {levelWord(draft.switches.code_for)}
        </span>
      </summary>
      <p className={styles.note}>{words.reads.hint}</p>
      <div className={styles.reads}>
        <Select
          label={words.reads.logs}
          aria-label={words.reads.logs}
          data={upTo("run")}
          value={draft.switches.logs_for}
          allowDeselect={false}
          onChange={(level) => level && change({ logs_for: level as Draft["switches"]["logs_for"] })}
        />
        <Select
          label={words.reads.code}
          aria-label={words.reads.code}
          data={upTo("edit")}
          value={draft.switches.code_for}
          allowDeselect={false}
          onChange={(level) => level && change({ code_for: level as Draft["switches"]["code_for"] })}
        />
      </div>
      <Switch
        label={words.reads.free}
        description={words.reads.freeHint}
        checked={draft.switches.free_arguments}
        onChange={(event) => change({ free_arguments: event.currentTarget.checked })}
      />
    </details>
  );
}
