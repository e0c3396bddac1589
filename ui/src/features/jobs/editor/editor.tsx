import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { jobQuery, saveJob, type Job } from "@/api/jobs";
import { isProblem, Problem } from "@/api/problem";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import { changedFields, draftOf, newDraft, type Draft } from "./draft";
import styles from "./editor.module.css";
import { Naming, Parts } from "./form";
import { ProgramField } from "./program-field";
import { RunGets } from "./run-gets";
import { Section } from "./section";
import { fieldName } from "./field-names";
import { words } from "./words";

interface Props {
  p: string;
  job: Job;
  part: string;
  /** What else stands beside, below what a run gets. */
  beside: ReactNode;
}

/**
 * What somebody edits, and what it was made from. A newer version that comes by itself is taken over only where nothing
 * was typed: else it is noticed when one saves, and nothing is lost.
 */
function useDraft(job: Job) {
  const [base, setBase] = useState(() => baseOf(job));
  const [draft, setDraft] = useState(base.draft);
  const take = (newer: Job) => {
    setBase(baseOf(newer));
    setDraft(baseOf(newer).draft);
  };
  if (job.revision > base.revision && changedFields(base.draft, draft).length === 0) take(job);
  return { base, draft, setDraft, take };
}

const baseOf = (job: Job) => ({ revision: job.revision, draft: draftOf(job) ?? newDraft() });

/** A job's code or its settings, with what is not saved yet beside. Both tabs edit one draft. */
export function Editor({ p, job, part, beside }: Props) {
  const { base, draft, setDraft, take } = useDraft(job);
  const client = useQueryClient();
  const saving = useMutation({
    mutationFn: (revision: number) => saveJob(p, job.name, draft, revision),
    onSuccess: (now) => {
      take(now);
      client.setQueryData(["projects", p, "jobs", job.name], now);
    },
  });
  const problem = saving.error instanceof Problem ? saving.error : undefined;
  const saved = base.draft;
  const changed = changedFields(saved, draft);
  const props = { project: p, draft, problem, set: (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change })) };
  const save = () => saving.mutate(base.revision);
  useBlocker({
    shouldBlockFn: ({ current, next }) => changed.length > 0 && current.pathname !== next.pathname && !confirm(words.leave),
    enableBeforeUnload: () => changed.length > 0,
  });

  return (
    <div className={styles.layout}>
      <div>
        {part === "settings" ? (
          <>
            <Section title={words.name.part} why={words.name.why}>
              <Naming {...props} />
            </Section>
            <Parts {...props} />
          </>
        ) : (
          <ProgramField {...props} onSave={save} />
        )}
      </div>
      <aside className={styles.side}>
        <RunGets draft={draft} />
        {changed.length > 0 && (
          <NotSaved saved={saved} draft={draft} changed={changed} isSaving={saving.isPending} onSave={save} onUndo={() => setDraft(saved)} />
        )}
        {!isProblem(problem, "stale_revision") && <Trouble error={saving.error} name={fieldName} />}
        {isProblem(problem, "stale_revision") && (
          <Conflict
            onMine={() => saving.mutate(problem.revision ?? job.revision)}
            onTheirs={() => {
              saving.reset();
              void client.fetchQuery({ ...jobQuery(p, job.name), staleTime: 0 }).then(take);
            }}
          />
        )}
        {beside}
      </aside>
    </div>
  );
}

interface NotSavedProps {
  saved: Draft;
  draft: Draft;
  changed: readonly (keyof Draft)[];
  isSaving: boolean;
  onSave: () => void;
  onUndo: () => void;
}

function NotSaved({ saved, draft, changed, isSaving, onSave, onUndo }: NotSavedProps) {
  return (
    <section className={styles.card} aria-label={words.changes.title}>
      <h2>{words.changes.title}</h2>
      <ul className={styles.changes}>
        {changed.map((field) => (
          <li key={field}>{changeText(field, saved[field], draft[field])}</li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button loading={isSaving} onClick={onSave}>
          {words.save}
        </Button>
        <Button variant="subtle" color="gray" onClick={onUndo}>
          {words.undo}
        </Button>
      </div>
      <p className={styles.note}>{words.changes.running}</p>
    </section>
  );
}

/** "Title: a → b" for what is short, "Code changed" for the rest. */
function changeText(field: keyof Draft, before: unknown, after: unknown): string {
  if (!isShort(before) || !isShort(after)) return words.changes.changed(fieldName(field));
  return words.changes.from(fieldName(field), shortText(before), shortText(after));
}

const isShort = (value: unknown): boolean => value === null || ["string", "number"].includes(typeof value);

const shortText = (value: unknown): string => (value === null || value === "" ? common.nothing : String(value));

function Conflict({ onMine, onTheirs }: { onMine: () => void; onTheirs: () => void }) {
  return (
    <section className={styles.card} role="alert">
      <p className={styles.gets}>{words.conflict.title}</p>
      <p className={styles.note}>{words.conflict.text}</p>
      <div className={styles.buttons}>
        <Button onClick={onMine}>{words.conflict.mine}</Button>
        <Button variant="default" onClick={onTheirs}>
          {words.conflict.theirs}
        </Button>
      </div>
    </section>
  );
}
