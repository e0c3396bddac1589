import { TextInput } from "@mantine/core";
import type { Parameter } from "@/api/jobs";
import { ValueField } from "@/ui/value-field";
import { valueWords } from "@/words/values";
import styles from "./executions.module.css";
import { words } from "./words";

interface FieldProps {
  value: string;
  /** What that run had. */
  before: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A value of the form, which says what it was when it is changed. */
export function AgainField({ before, ...field }: FieldProps & { parameter: Parameter }) {
  return <ValueField {...field} description={change(field.value, before)} />;
}

/** The arguments as a line. */
export function ArgumentsField({ value, before, error, onChange }: FieldProps) {
  return (
    <TextInput
      label={valueWords.arguments}
      description={change(value, before) ?? words.again.argumentsHint}
      classNames={{ input: "mono" }}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Marks a field that was changed, and keeps what it was in sight. */
function change(value: string, before: string) {
  if (value === before) return undefined;
  return <span className={styles.changed}>{before === "" ? words.again.wasEmpty : words.again.was(before)}</span>;
}
