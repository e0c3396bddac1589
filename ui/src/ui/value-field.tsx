import { Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { Parameter } from "@/api/jobs";
import { valueWords as words } from "@/words/values";

interface Props {
  parameter: Parameter;
  value: string;
  /** Whether it may not be left empty; by default what the job's author said. */
  required?: boolean | undefined;
  description: ReactNode;
  error: string | undefined;
  onChange: (value: string) => void;
}

const INPUTS: Readonly<Record<string, string>> = { date: "date", integer: "text", number: "text" };

/** One value that a job asks for, as what its author declared it. */
export function ValueField({ parameter, value, required = parameter.required ?? false, description, error, onChange }: Props) {
  const shared = { label: parameter.label || parameter.name, description, error, required };
  const options = optionsOf(parameter);
  if (options) {
    return (
      <Select
        {...shared}
        data={options}
        value={value === "" ? null : value}
        placeholder={words.asJob}
        clearable={!required}
        clearButtonProps={{ "aria-label": words.asJob }}
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
    { value: "true", label: words.yes },
    { value: "false", label: words.no },
  ];
}
