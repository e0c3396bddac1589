import { reaches } from "@/api/levels";
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { runAgain, type RunDetail } from "@/api/executions";
import { parametersOf, startRun, type Job } from "@/api/jobs";
import { Problem } from "@/api/problem";
import { Choice } from "@/ui/choice";
import { Dialog } from "@/ui/dialog";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import { bodyOf, changesOf, formOf, type Form } from "./again";
import { AgainField, ArgumentsField } from "./again-fields";
import styles from "./executions.module.css";
import { useStarted } from "./use-started";
import { words } from "./words";

interface Props {
  p: string;
  run: RunDetail;
  job: Job;
  opened: boolean;
  onClose: () => void;
}

type Code = "today" | "same";

/** Run it again, with what it was given or something else. */
export function RunAgain({ opened, onClose, ...rest }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={words.again.title(rest.job.title)}>
      <Fields {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Fields({ p, run, job, onClose }: Omit<Props, "opened">) {
  const [before] = useState(() => formOf(run, job));
  const [form, setForm] = useState<Form>(before);
  const [code, setCode] = useState<Code>("today");
  const changes = changesOf(before, form);
  const started = useStarted(p, onClose);
  const starting = useMutation({
    mutationFn: () =>
      changes.length === 0 ? runAgain(p, run.id, code === "same") : startRun(p, run.job, bodyOf(run, before, form)),
    onSuccess: started,
  });
  const problem = starting.error instanceof Problem ? starting.error : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    starting.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <div className={styles.fields}>
        {parametersOf(job).map((parameter) => (
          <AgainField
            key={parameter.name}
            parameter={parameter}
            value={form.values[parameter.name] ?? ""}
            before={before.values[parameter.name] ?? ""}
            error={problem?.of(`parameters.${parameter.name}`)}
            onChange={(value) => setForm({ ...form, values: { ...form.values, [parameter.name]: value } })}
          />
        ))}
        {form.line !== undefined && (
          <ArgumentsField
            value={form.line}
            before={before.line ?? ""}
            error={problem?.of("arguments")}
            onChange={(line) => setForm({ ...form, line })}
          />
        )}
        <CodeChoice job={job} code={code} hasChanges={changes.length > 0} onChange={setCode} />
        <Trouble error={starting.error} at={[...parametersOf(job).map(({ name }) => `parameters.${name}`), "arguments"]} />
      </div>
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" loading={starting.isPending}>
          {words.again.start}
        </Button>
      </div>
    </form>
  );
}

interface CodeProps {
  job: Job;
  code: Code;
  hasChanges: boolean;
  onChange: (code: Code) => void;
}

/** Old code may be run by those who may change it; and only as it ran then. */
function CodeChoice({ job, code, hasChanges, onChange }: CodeProps) {
  const { again } = words;
  if (!reaches(job.level, "edit")) return null;
  if (hasChanges) return <p className="dim small">{again.sameChanged}</p>;
  return (
    <Choice<Code>
      label={again.code}
      value={code}
      options={[
        { value: "today", label: again.today, hint: again.todayHint },
        { value: "same", label: again.same, hint: again.sameHint },
      ]}
      onChange={onChange}
    />
  );
}
