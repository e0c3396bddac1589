import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { Problem } from "@/api/problem";
import { createProject } from "@/api/projects";
import { allZones, browserZone } from "@/time/zones";
import { Dialog } from "@/ui/dialog";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import styles from "./projects.module.css";
import { words } from "./words";

interface Props {
  opened: boolean;
  onClose: () => void;
}

/** A name and a zone are all that a project needs. */
export function NewProject({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={words.new}>
      <Form onClose={onClose} />
    </Dialog>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [zone, setZone] = useState(browserZone);
  const client = useQueryClient();
  const navigate = useNavigate();
  const making = useMutation({
    mutationFn: () => createProject(name.trim(), zone),
    onSuccess: (project) => {
      void client.invalidateQueries({ queryKey: ["projects"] });
      void navigate({ to: "/p/$p/jobs", params: { p: project.name } });
    },
  });
  const problem = making.error instanceof Problem ? making.error : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    making.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <div className={styles.fields}>
        <TextInput
          label={words.name}
          description={words.nameHint}
          data-autofocus
          value={name}
          error={problem?.of("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={words.zone}
          data={allZones()}
          value={zone}
          searchable
          allowDeselect={false}
          error={problem?.of("tz")}
          comboboxProps={{ withinPortal: false }}
          onChange={(value) => setZone(value ?? zone)}
        />
        <Trouble error={making.error} at={["name", "tz"]} />
      </div>
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" loading={making.isPending}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
