import { NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { environmentsQuery } from "@/api/environments";
import { ArgumentChips } from "@/ui/argument-chips";
import { splitArguments } from "@/ui/arguments";
import { Choice } from "@/ui/choice";
import { SIZES, memoryText, sizeOf, type Draft, type Kind } from "./draft";
import styles from "./editor.module.css";
import type { FormProps } from "./form-props";
import { ParametersField } from "./parameters-field";
import { Section } from "./section";
import { VariablesField } from "./variables-field";
import { words } from "./words";

/** What runs, and what it is started with. */
export function WhatRuns({ draft, problem, set }: FormProps) {
  return (
    <>
      <Choice<Kind>
        label={words.what.kind}
        value={draft.kind}
        options={[
          { value: "python", label: words.what.python, hint: words.what.pythonHint, icon: "python" },
          { value: "pyspark", label: words.what.pyspark, hint: words.what.pysparkHint, icon: "flame" },
        ]}
        onChange={(kind) => set({ kind, environment: null, spark: null })}
      />
      <ArgumentsField draft={draft} problem={problem} set={set} />
    </>
  );
}

function ArgumentsField({ draft, problem, set }: Omit<FormProps, "project">) {
  const text = typeof draft.arguments === "string" ? draft.arguments : draft.arguments.join(" ");
  const split = typeof draft.arguments === "string" ? splitArguments(text) : draft.arguments;
  return (
    <div>
      <TextInput
        label={words.args.label}
        description={words.args.hint}
        classNames={{ input: "mono" }}
        value={text}
        error={problem?.of("arguments")}
        onChange={(event) => set({ arguments: event.currentTarget.value })}
      />
      <ArgumentChips words={split} />
    </div>
  );
}

/** The environment, and how much of the machine a run gets. */
export function Where({ project, draft, problem, set }: FormProps) {
  const found = useQuery(environmentsQuery(project));
  const names = found.data?.items.map((one) => one.name) ?? [];
  const size = sizeOf(draft.resources as { cpu: number; memory: number }) ?? "own";
  const resources = draft.resources as { cpu: number; memory: number; processes: number };
  return (
    <>
      <Select
        label={words.where.environment}
        data={[...new Set([draft.kind, ...names])]}
        value={draft.environment ?? draft.kind}
        allowDeselect={false}
        error={problem?.of("environment")}
        onChange={(environment) => set({ environment })}
      />
      <Choice
        label={words.where.size}
        value={size}
        options={[
          ...Object.entries(SIZES).map(([name, { cpu, memory }]) => ({
            value: name as keyof typeof SIZES | "own",
            label: words.where[name as keyof typeof SIZES],
            hint: words.where.of(cpu, memoryText(memory)),
          })),
          { value: "own" as const, label: words.where.own, hint: words.where.of(resources.cpu, memoryText(resources.memory)) },
        ]}
        onChange={(name) => name !== "own" && set({ resources: { ...resources, ...SIZES[name] } })}
      />
      <div className={styles.pair}>
        <NumberInput
          label={words.where.cpu}
          value={resources.cpu}
          min={0.1}
          max={256}
          step={1}
          error={problem?.of("resources.cpu")}
          onChange={(cpu) => typeof cpu === "number" && set({ resources: { ...resources, cpu } })}
        />
        <NumberInput
          label={words.where.memory}
          value={resources.memory}
          min={64}
          step={512}
          error={problem?.of("resources.memory")}
          onChange={(memory) => typeof memory === "number" && set({ resources: { ...resources, memory } })}
        />
      </div>
    </>
  );
}

/** Limits and retries. */
export function WhenWrong({ draft, problem, set }: FormProps) {
  const retries = draft.retries as Required<NonNullable<Draft["retries"]>>;
  return (
    <div className={styles.pair}>
      <NumberInput
        label={words.wrong.limit}
        placeholder={words.wrong.noLimit}
        value={draft.time_limit === null ? "" : draft.time_limit / 60}
        min={1}
        error={problem?.of("time_limit")}
        onChange={(minutes) => set({ time_limit: typeof minutes === "number" ? Math.round(minutes * 60) : null })}
      />
      <NumberInput
        label={words.wrong.retries}
        value={retries.max}
        min={0}
        max={20}
        suffix={` ${words.wrong.times}`}
        error={problem?.of("retries.max")}
        onChange={(max) => typeof max === "number" && set({ retries: { ...retries, max } })}
      />
      <NumberInput
        label={words.wrong.wait}
        value={retries.delay}
        min={0}
        disabled={retries.max === 0}
        error={problem?.of("retries.delay")}
        onChange={(delay) => typeof delay === "number" && set({ retries: { ...retries, delay } })}
      />
    </div>
  );
}

/** What few jobs need. */
export function More({ draft, problem, set }: FormProps) {
  return (
    <>
      <VariablesField draft={draft} problem={problem} set={set} />
      <NumberInput
        label={words.more.running}
        placeholder={words.more.noRunning}
        value={draft.max_running ?? ""}
        min={1}
        max={1000}
        error={problem?.of("max_running")}
        onChange={(most) => set({ max_running: typeof most === "number" ? most : null })}
      />
    </>
  );
}

/** How people call it, and what it promises. */
export function Naming({ draft, problem, set }: FormProps) {
  return (
    <>
      <TextInput
        label={words.name.title}
        value={draft.title ?? ""}
        maxLength={120}
        error={problem?.of("title")}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <Textarea
        label={words.name.promise}
        description={words.name.promiseHint}
        value={draft.description}
        maxLength={280}
        autosize
        error={problem?.of("description")}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
    </>
  );
}

/** Every part but its name and its code. */
export function Parts(props: FormProps) {
  return (
    <>
      <Section title={words.what.part} why={words.what.why}>
        <WhatRuns {...props} />
      </Section>
      <Section title={words.asks.part} why={words.asks.why}>
        <ParametersField {...props} />
      </Section>
      <Section title={words.where.part} why={words.where.why}>
        <Where {...props} />
      </Section>
      <Section title={words.wrong.part} why={words.wrong.why}>
        <WhenWrong {...props} />
      </Section>
      <Section title={words.more.part}>
        <More {...props} />
      </Section>
    </>
  );
}
