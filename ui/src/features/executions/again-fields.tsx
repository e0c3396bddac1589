import { Select, TextInput } from "@mantine/core";
import type { Parameter } from "./again";
import styles from "./executions.module.css";
import { words } from "./words";

interface FieldProps {
  value: string;
  /** What that run had. */
  before: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

const INPUTS: Readonly<Record<string, string>> = { date: "date", integer: "text", number: "text" };

/** One value that the job asks for, as what its author declared it. */
export function ValueField({ parameter, value, before, error, onChange }: FieldProps & { parameter: Parameter }) {
  const { again } = words;
  const shared = {
    label: parameter.label || parameter.name,
    description: change(value, before),
    error,
    required: parameter.required,
  };
  const options = optionsOf(parameter);
  if (options) {
    return (
      <Select
        {...shared}
        data={options}
        value={value === "" ? null : value}
        placeholder={again.jobs}
        clearable={!parameter.required}
        clearButtonProps={{ "aria-label": again.jobs }}
        onChange={(chosen) => onChange(chosen ?? "")}
      />
    );
  }
  const type = value.includes("{{") ? "text" : (INPUTS[parameter.type ?? ""] ?? "text");
  return <TextInput {...shared} type={type} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function optionsOf({ type, choices }: Parameter): { value: string; label: string }[] | undefined {
  if (type === "choice") return (choices ?? []).map((choice) => ({ value: choice, label: choice }));
  if (type !== "boolean") return undefined;
  return [
    { value: "true", label: words.again.yes },
    { value: "false", label: words.again.no },
  ];
}

/** The arguments as a line. */
export function ArgumentsField({ value, before, error, onChange }: FieldProps) {
  return (
    <TextInput
      label={words.again.arguments}
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
