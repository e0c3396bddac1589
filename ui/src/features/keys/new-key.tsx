import { Button, Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { keysQuery, makeKey } from "@/api/keys";
import { Problem } from "@/api/problem";
import { projectsQuery } from "@/api/projects";
import { Choice } from "@/ui/choice";
import { Dialog } from "@/ui/dialog";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import type { Made } from "./key-made";
import styles from "./keys.module.css";
import { SCOPES, setOf, SETS, type Scope, type SetName } from "./scopes";
import { words } from "./words";

interface Props {
  opened: boolean;
  onClose: () => void;
  onMade: (made: Made) => void;
}

export function NewKey({ opened, onClose, onMade }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={words.new.title} size={620}>
      <Form onClose={onClose} onMade={onMade} />
    </Dialog>
  );
}

const DAYS = 90;
const EVERYWHERE = "";

function Form({ onClose, onMade }: Omit<Props, "opened">) {
  const client = useQueryClient();
  const projects = useInfiniteQuery(projectsQuery).data?.pages.flatMap((page) => page.items) ?? [];
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([...SETS.read]);
  const [project, setProject] = useState(EVERYWHERE);
  const [days, setDays] = useState<number>(DAYS);
  const making = useMutation({
    mutationFn: () => makeKey({ name: name.trim(), scopes, days, project: project || null }),
    onSuccess: (key) => {
      onMade({ key, project: project || undefined });
      onClose();
      return client.invalidateQueries(keysQuery);
    },
  });
  const problem = making.error instanceof Problem ? making.error : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    making.mutate();
  }

  return (
    <form onSubmit={submit} noValidate className={styles.fields}>
      <TextInput
        label={words.new.name}
        description={words.new.nameHint}
        data-autofocus
        maxLength={120}
        value={name}
        error={problem?.of("name")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ScopesField scopes={scopes} error={problem?.of("scopes")} onChange={setScopes} />
      <div className={styles.pair}>
        <Select
          label={words.new.project}
          aria-label={words.new.project}
          data={[{ value: EVERYWHERE, label: words.new.everywhere }, ...projects.map((one) => ({ value: one.name, label: one.name }))]}
          value={project}
          allowDeselect={false}
          onChange={(chosen) => setProject(chosen ?? EVERYWHERE)}
        />
        <NumberInput
          label={words.new.days}
          min={1}
          max={365}
          value={days}
          error={problem?.of("days")}
          onChange={(typed) => typeof typed === "number" && setDays(typed)}
        />
      </div>
      <Trouble error={making.error} at={["name", "scopes", "days"]} />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" loading={making.isPending} disabled={name.trim() === "" || scopes.length === 0}>
          {words.new.create}
        </Button>
      </div>
    </form>
  );
}

interface ScopesProps {
  scopes: readonly string[];
  error: string | undefined;
  onChange: (scopes: string[]) => void;
}

/** A set with one press, and its scopes one by one. */
function ScopesField({ scopes, error, onChange }: ScopesProps) {
  const { sets, setHints } = words.new;
  return (
    <>
      <Choice<SetName>
        label={words.new.set}
        value={setOf(scopes)}
        options={(Object.keys(sets) as SetName[]).map((set) => ({ value: set, label: sets[set], hint: setHints[set] }))}
        onChange={(set) => set !== "own" && onChange([...SETS[set]])}
      />
      <Checkbox.Group label={words.new.scopes} value={[...scopes]} error={scopes.length === 0 ? words.new.noScope : error} onChange={onChange}>
        <div className={styles.ticks}>
          {SCOPES.map((scope) => (
            <Checkbox key={scope} value={scope} size="xs" label={<Scoped scope={scope} />} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}

function Scoped({ scope }: { scope: Scope }) {
  return (
    <>
      <code>{scope}</code>
      <span className={styles.scoped}>{words.scopes[scope]}</span>
    </>
  );
}
