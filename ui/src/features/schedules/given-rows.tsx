import { TextInput } from "@mantine/core";
import { parametersOf, type Job, type Parameter } from "@/api/jobs";
import { ArgumentChips } from "@/ui/argument-chips";
import { joinWords, splitArguments } from "@/ui/arguments";
import { ValueField } from "@/ui/value-field";
import styles from "./dialog.module.css";
import type { Form } from "./form";
import { FormRow } from "./row";
import type { RowsProps } from "./rows-props";
import { words } from "./words";

/** What this schedule says to its job instead of the usual: values of its own, and arguments where they are free. */
export function GivenRows({ job, ...rows }: RowsProps & { job: Job }) {
  const asked = askedOf(job, rows.form);
  return (
    <>
      {asked.length > 0 && <ValuesRow asked={asked} {...rows} />}
      {(job.free_arguments || rows.form.arguments !== null) && <ArgumentsRow isFree={job.free_arguments} {...rows} />}
    </>
  );
}

/** What the job asks for, and what it asked for when this was saved: that can be emptied, and must be. */
function askedOf(job: Job, form: Form): Parameter[] {
  const declared = parametersOf(job);
  const names = new Set(declared.map(({ name }) => name));
  return [...declared, ...Object.keys(form.values).flatMap((name) => (names.has(name) ? [] : [{ name }]))];
}

function ValuesRow({ asked, form, set, wrong }: RowsProps & { asked: readonly Parameter[] }) {
  return (
    <FormRow title={words.rows.values}>
      <div className={styles.values}>
        {asked.map((parameter) => (
          <ValueField
            key={parameter.name}
            parameter={parameter}
            value={textOf(form.values[parameter.name])}
            required={mustBeGiven(parameter)}
            description={usual(parameter)}
            error={wrong(`parameters.${parameter.name}`)}
            onChange={(value) => set({ values: { ...form.values, [parameter.name]: value } })}
          />
        ))}
      </div>
      <span className={`${styles.hint} ${styles.whole}`}>{words.valuesHint}</span>
    </FormRow>
  );
}

function usual(parameter: Parameter): string {
  if (mustBeGiven(parameter)) return words.noUsual;
  return parameter.default ? words.usually(parameter.default) : words.usuallyNothing;
}

const textOf = (value: unknown): string => (typeof value === "object" || value === undefined ? "" : String(value));

/** Whether a schedule of this job must say a value, since the job has none. */
export const mustBeGiven = ({ required, default: preset }: Parameter): boolean => (required ?? false) && !preset;

function ArgumentsRow({ isFree, form, set, wrong }: RowsProps & { isFree: boolean }) {
  const { arguments: given } = form;
  const split = typeof given === "string" ? splitArguments(given) : (given ?? undefined);
  const isShown = given !== null && given !== "";
  if (!isFree) {
    return (
      <FormRow title={words.rows.arguments}>
        <div className={styles.whole}>
          <span className={styles.hint}>{words.argumentsKept}</span>
          <ArgumentChips words={split} />
        </div>
      </FormRow>
    );
  }
  return (
    <FormRow title={words.rows.arguments}>
      <div className={styles.whole}>
        <TextInput
          aria-label={words.rows.arguments}
          classNames={{ input: "mono" }}
          value={typeof given === "string" ? given : joinWords(given ?? [])}
          error={wrong("arguments")}
          onChange={(event) => set({ arguments: event.currentTarget.value })}
        />
        {isShown && <ArgumentChips words={split} />}
      </div>
      <span className={`${styles.hint} ${styles.whole}`}>{words.argumentsHint}</span>
    </FormRow>
  );
}
