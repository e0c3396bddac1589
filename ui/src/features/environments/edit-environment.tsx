import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { changeEnvironment, createEnvironment, environmentsQuery } from "@/api/environments";
import { isProblem, Problem } from "@/api/problem";
import { Dialog } from "@/ui/dialog";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import type { Edited } from "./environments";
import styles from "./environments.module.css";
import { words } from "./words";

interface Props {
  p: string;
  edited: Edited | undefined;
  onClose: () => void;
  /** Told the name of what is now built. */
  onSaved: (name: string) => void;
}

/** Packages as they are typed or pasted, under a new name or one that is there. */
export function EditEnvironment({ p, edited, onClose, onSaved }: Props) {
  const [shown, setShown] = useState(edited);
  if (edited !== undefined && edited !== shown) setShown(edited); // it keeps its content while it closes
  const title = shown === undefined || shown === "new" ? words.new.title : words.change.title(shown.name);
  return (
    <Dialog opened={edited !== undefined} onClose={onClose} title={title} size={560}>
      {shown && <Form p={p} edited={shown} onClose={onClose} onSaved={onSaved} />}
    </Dialog>
  );
}

function Form({ p, edited, onClose, onSaved }: Props & { edited: Edited }) {
  const client = useQueryClient();
  const there = edited === "new" ? undefined : edited;
  const [name, setName] = useState(there?.name ?? "");
  const [requirements, setRequirements] = useState(there?.requirements ?? "");
  const saving = useMutation({
    mutationFn: () => (there ? changeEnvironment(p, there.name, requirements) : createEnvironment(p, name.trim(), requirements)),
    onSuccess: async (saved) => {
      await client.invalidateQueries(environmentsQuery(p));
      onClose();
      onSaved(saved.name);
    },
  });
  const problem = saving.error instanceof Problem ? saving.error : undefined;
  const taken = isProblem(problem, "already_exists") ? problem.message : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    saving.mutate();
  }

  return (
    <form onSubmit={submit} noValidate className={styles.fields}>
      {there ? (
        <p>{words.change.text}</p>
      ) : (
        <TextInput
          label={words.new.name}
          description={words.new.nameHint}
          data-autofocus
          autoCapitalize="none"
          maxLength={64}
          value={name}
          error={taken ?? problem?.of("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <Textarea
        label={words.new.requirements}
        description={words.new.hint}
        placeholder={words.new.example}
        data-autofocus={there ? true : undefined}
        autosize
        minRows={4}
        maxRows={14}
        spellCheck={false}
        classNames={{ input: styles.code }}
        value={requirements}
        error={problem?.of("requirements")}
        onChange={(event) => setRequirements(event.currentTarget.value)}
      />
      <Trouble error={taken ? null : saving.error} at={["name", "requirements"]} />
      <div className={styles.foot}>
        <p className="small dim">{words.new.note}</p>
        <div className={styles.buttons}>
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={saving.isPending} disabled={(!there && name.trim() === "") || requirements.trim() === ""}>
            {there ? words.new.change : words.new.create}
          </Button>
        </div>
      </div>
    </form>
  );
}
