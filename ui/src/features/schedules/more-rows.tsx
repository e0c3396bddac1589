import { Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Job } from "@/api/jobs";
import styles from "./dialog.module.css";
import type { Form, Misfire, Overlap } from "./form";
import { GivenRows } from "./given-rows";
import { FormRow } from "./row";
import type { RowsProps } from "./rows-props";
import { words } from "./words";

const OVERLAPS = ["queue_one", "skip", "queue_all", "allow", "replace"] as const;
const MISFIRES = ["latest", "none", "all"] as const;

/** What few schedules need. */
export function MoreRows({ job, ...rows }: RowsProps & { job: Job }) {
  const { form, set, wrong } = rows;
  return (
    <>
      <GivenRows job={job} {...rows} />
      <FormRow title={words.rows.missed}>
        <Select
          w={300}
          aria-label={words.rows.missed}
          data={MISFIRES.map((value) => ({ value, label: words.misfire[value] }))}
          value={form.misfire}
          allowDeselect={false}
          onChange={(misfire) => misfire && set({ misfire: misfire as Misfire })}
        />
        <span className={`${styles.hint} ${styles.whole}`}>{words.misfireHint}</span>
      </FormRow>
      <FormRow title={words.rows.name}>
        <TextInput
          w={300}
          aria-label={words.rows.name}
          maxLength={64}
          value={form.name}
          error={wrong("name")}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <span className={`${styles.hint} ${styles.whole}`}>{words.nameHint}</span>
      </FormRow>
    </>
  );
}

interface OverlapProps {
  form: Form;
  set: RowsProps["set"];
}

/** What a run does while the last one is still going. */
export function OverlapField({ form, set }: OverlapProps) {
  return (
    <Select
      w={230}
      aria-label={words.rows.still}
      data={OVERLAPS.map((value) => ({ value, label: words.overlap[value] }))}
      value={form.overlap}
      allowDeselect={false}
      renderOption={({ option }) => (
        <span>
          {option.label}
          <span className={styles.optionHint}>{words.overlapHints[option.value as Overlap]}</span>
        </span>
      )}
      onChange={(overlap) => overlap && set({ overlap: overlap as Overlap })}
    />
  );
}

interface FoldedProps {
  more: string;
  less: string;
  icon: ReactNode;
  /** Whether something in it has to be seen: it opens then, and can be folded again. */
  isWanted: boolean;
  children: ReactNode;
}

/** A part that is folded until somebody wants it. */
export function Folded({ more, less, icon, isWanted, children }: FoldedProps) {
  const [isOpen, setIsOpen] = useState(isWanted);
  const [wasWanted, setWasWanted] = useState(isWanted);
  if (isWanted !== wasWanted) {
    setWasWanted(isWanted);
    if (isWanted) setIsOpen(true);
  }
  return (
    <>
      {isOpen && children}
      <button type="button" className={styles.quiet} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {icon}
        {isOpen ? less : more}
      </button>
    </>
  );
}
