import { ActionIcon, Button, Checkbox, Select, TextInput } from "@mantine/core";
import type { Problem } from "@/api/problem";
import { Icon } from "@/ui/icons/icon";
import type { FormProps } from "./form-props";
import styles from "./parameters.module.css";
import { changedParameter, newParameter, TYPES, type Declared } from "./parameters";
import { parameterWords as words } from "./words";

/** What whoever starts the job is asked for: each value becomes a field of a form, and an argument of the program. */
export function ParametersField({ draft, problem, set }: Omit<FormProps, "project">) {
  const declared = draft.parameters as unknown as Declared[];
  const put = (next: readonly Declared[]) => set({ parameters: next as never });
  return (
    <div className={styles.list}>
      {declared.map((parameter, place) => (
        <OneParameter
          // oxlint-disable-next-line react/no-array-index-key -- a name is changed while it is typed
          key={place}
          parameter={parameter}
          problem={problem}
          onChange={(change) => put(declared.with(place, changedParameter(parameter, change)))}
          onRemove={() => put(declared.toSpliced(place, 1))}
        />
      ))}
      <div>
        <Button variant="subtle" leftSection={<Icon name="plus" />} onClick={() => put([...declared, newParameter(declared)])}>
          {declared.length === 0 ? words.first : words.another}
        </Button>
      </div>
    </div>
  );
}

interface OneProps {
  parameter: Declared;
  problem: Problem | undefined;
  onChange: (change: Partial<Declared>) => void;
  onRemove: () => void;
}

function OneParameter({ parameter, problem, onChange, onRemove }: OneProps) {
  const error = problem?.of(`parameters.${parameter.name}`);
  return (
    <fieldset className={styles.one}>
      <legend>{parameter.label || parameter.name}</legend>
      <div className={styles.fields}>
        <TextInput label={words.label} value={parameter.label ?? ""} onChange={(event) => onChange({ label: event.currentTarget.value })} />
        <TextInput
          label={words.name}
          classNames={{ input: "mono" }}
          value={parameter.name}
          error={error}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Select
          label={words.type}
          data={TYPES.map((value) => ({ value, label: words.types[value] }))}
          value={parameter.type}
          allowDeselect={false}
          onChange={(type) => type && onChange({ type: type as Declared["type"] })}
        />
        {parameter.type === "choice" && (
          <TextInput
            label={words.choices}
            value={(parameter.choices ?? []).join(", ")}
            onChange={(event) => onChange({ choices: event.currentTarget.value.split(/,\s*/) })}
          />
        )}
        <TextInput
          label={words.usual}
          classNames={{ input: "mono" }}
          value={parameter.default ?? ""}
          onChange={(event) => onChange({ default: event.currentTarget.value || null })}
        />
        <TextInput
          label={words.option}
          placeholder="--month"
          classNames={{ input: "mono" }}
          value={parameter.option ?? ""}
          onChange={(event) => onChange({ option: event.currentTarget.value || null })}
        />
      </div>
      <div className={styles.foot}>
        <Checkbox
          label={words.required}
          checked={parameter.required ?? false}
          onChange={(event) => onChange({ required: event.currentTarget.checked })}
        />
        <ActionIcon variant="subtle" color="gray" aria-label={words.removeOf(parameter.label || parameter.name)} onClick={onRemove}>
          <Icon name="trash" size={16} />
        </ActionIcon>
      </div>
    </fieldset>
  );
}
