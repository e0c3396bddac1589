import { duration } from "@/time/moments";
import { memoryText, type Draft } from "./draft";
import styles from "./editor.module.css";
import { words } from "./words";

/** What a run gets, as one sentence. */
export function RunGets({ draft }: { draft: Draft }) {
  const { cpu, memory } = draft.resources as { cpu: number; memory: number };
  const limit = draft.time_limit === null ? words.run.noLimit : words.run.limit(duration(draft.time_limit));
  return (
    <div className={styles.card}>
      <h2>{words.run.title}</h2>
      <p className={styles.gets}>
        {[words.run.with(cpu, memoryText(memory)), limit, words.run.retries(draft.retries.max ?? 0)].join(", ")}.
      </p>
    </div>
  );
}
