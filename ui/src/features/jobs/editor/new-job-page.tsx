import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { createJob } from "@/api/jobs";
import { Problem } from "@/api/problem";
import { Page } from "@/ui/page";
import { Trouble } from "@/ui/trouble";
import { words as jobWords } from "../words";
import { draftFor, newDraft, shortName, type Draft } from "./draft";
import styles from "./editor.module.css";
import { fieldName } from "./field-names";
import { Parts } from "./form";
import { ProgramField } from "./program-field";
import { RunGets } from "./run-gets";
import { Section } from "./section";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/jobs/new");

/** A new job, on one page: a name and a few lines of code are enough. */
export function NewJobPage() {
  const { p } = route.useParams();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { program } = route.useSearch();
  const [draft, setDraft] = useState<Draft>(() => (program ? draftFor(program) : newDraft()));
  const [typedName, setTypedName] = useState<string>();
  const name = typedName ?? shortName(draft.title ?? "");
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const saving = useMutation({
    mutationFn: () => createJob(p, { ...draft, name, title: draft.title?.trim() || null }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["projects", p, "jobs"] });
      await navigate({ to: "/p/$p/jobs/$job", params: { p, job: name } });
    },
  });
  const problem = saving.error instanceof Problem ? saving.error : undefined;
  const props = { project: p, draft, problem, set };

  function submit(event: FormEvent) {
    event.preventDefault();
    saving.mutate();
  }

  return (
    <Page
      title={words.newTitle}
      lead={words.newLead}
      crumbs={[
        { label: p, to: `/p/${p}/jobs` },
        { label: jobWords.title, to: `/p/${p}/jobs` },
      ]}
    >
      <form onSubmit={submit} className={styles.layout} noValidate>
        <div>
          <Section title={words.name.part} why={words.name.why}>
            <div className={styles.pair}>
              <TextInput
                label={words.name.title}
                autoFocus
                maxLength={120}
                value={draft.title ?? ""}
                error={problem?.of("title")}
                onChange={(event) => set({ title: event.currentTarget.value })}
              />
              <TextInput
                label={words.name.short}
                description={words.name.shortHint}
                inputWrapperOrder={["label", "input", "description", "error"]}
                classNames={{ input: "mono" }}
                maxLength={64}
                value={name}
                error={problem?.of("name")}
                onChange={(event) => setTypedName(event.currentTarget.value)}
              />
            </div>
          </Section>
          <Section title={words.what.code}>
            <ProgramField {...props} onSave={() => saving.mutate()} />
          </Section>
          <Parts {...props} />
        </div>
        <aside className={styles.side}>
          <RunGets draft={draft} />
          {problem && <Trouble problem={problem} name={fieldName} />}
          <Button type="submit" size="md" loading={saving.isPending}>
            {words.create}
          </Button>
        </aside>
      </form>
    </Page>
  );
}
