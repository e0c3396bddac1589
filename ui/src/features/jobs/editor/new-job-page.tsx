import { Button, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { createJob, jobQuery, jobsQuery } from "@/api/jobs";
import { Problem } from "@/api/problem";
import { Page } from "@/ui/page";
import { FailedPage, LoadingPage, NotFoundPage } from "@/ui/states";
import { Trouble } from "@/ui/trouble";
import { words as jobWords } from "../words";
import { draftFor, draftOf, freeName, newDraft, shortName, stemOf, type Draft } from "./draft";
import styles from "./editor.module.css";
import { fieldName } from "./field-names";
import { Parts } from "./form";
import { ProgramField } from "./program-field";
import { RunGets } from "./run-gets";
import { Section } from "./section";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/new-job");

/** A new job, on one page: a name and a few lines of code are enough. Or another one of a job that is there. */
export function NewJobPage() {
  const { p } = route.useParams();
  const { from, program } = route.useSearch();
  if (from !== undefined) return <Copied key={from} p={p} from={from} />;
  return <NewJob p={p} initial={program === undefined ? newDraft() : draftFor(program)} />;
}

function Copied({ p, from }: { p: string; from: string }) {
  const job = useQuery(jobQuery(p, from));
  const beside = useInfiniteQuery(jobsQuery(p, { q: stemOf(from) }));
  if (job.isPending || beside.isPending) return <LoadingPage />;
  if (!job.data) return <FailedPage error={job.error} onRetry={() => void job.refetch()} />;
  const draft = draftOf(job.data);
  if (!draft) return <NotFoundPage />;
  const taken = beside.data?.pages.flatMap((page) => page.items.map(({ name }) => name)) ?? [];
  return <NewJob p={p} initial={{ ...draft, title: words.copyOf(job.data.title).slice(0, 120) }} initialName={freeName(from, taken)} />;
}

interface Props {
  p: string;
  initial: Draft;
  initialName?: string;
}

function NewJob({ p, initial, initialName }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(initial);
  const [typedName, setTypedName] = useState(initialName);
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
          <Trouble error={problem} name={fieldName} />
          <Button type="submit" size="md" loading={saving.isPending}>
            {words.create}
          </Button>
        </aside>
      </form>
    </Page>
  );
}
