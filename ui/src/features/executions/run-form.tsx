import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { parametersOf, startRun, type Job } from "@/api/jobs";
import { Problem } from "@/api/problem";
import { duration } from "@/time/moments";
import { Icon } from "@/ui/icons/icon";
import { Trouble } from "@/ui/trouble";
import { ValueField } from "@/ui/value-field";
import styles from "./executions.module.css";
import { useStarted } from "./use-started";
import { words } from "./words";

interface Props {
  p: string;
  job: Job;
}

/** Starting a job by the form that its author declared: its values filled in, one button, how long it usually takes. */
export function RunForm({ p, job }: Props) {
  const parameters = parametersOf(job);
  const [usual] = useState(() => Object.fromEntries(parameters.map(({ name, default: value }) => [name, value ?? ""])));
  const [values, setValues] = useState(usual);
  const started = useStarted(p);
  const starting = useMutation({
    mutationFn: () => startRun(p, job.name, { parameters: changed(usual, values) }),
    onSuccess: started,
  });
  const problem = starting.error instanceof Problem ? starting.error : undefined;
  const p50 = job.usual_s?.[0];

  function submit(event: FormEvent) {
    event.preventDefault();
    starting.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      {parameters.length > 0 && (
        <div className={styles.values}>
          {parameters.map((parameter) => (
            <ValueField
              key={parameter.name}
              parameter={parameter}
              value={values[parameter.name] ?? ""}
              description={undefined}
              error={problem?.of(`parameters.${parameter.name}`)}
              onChange={(value) => setValues({ ...values, [parameter.name]: value })}
            />
          ))}
        </div>
      )}
      <Trouble error={starting.error} at={parameters.map(({ name }) => `parameters.${name}`)} />
      <div className={styles.start}>
        <Button type="submit" size="md" leftSection={<Icon name="play" size={18} />} loading={starting.isPending}>
          {words.form.start}
        </Button>
        {p50 !== undefined && <span className="dim">{words.form.usually(duration(p50))}</span>}
      </div>
    </form>
  );
}

/** What differs from the defaults, which may say something else at another time. */
const changed = (usual: Record<string, string>, values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== usual[name]));
