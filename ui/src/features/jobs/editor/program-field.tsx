import { Button, FileButton, SegmentedControl, Select, Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { programsQuery } from "@/api/files";
import { Problem } from "@/api/problem";
import { upload } from "@/api/uploads";
import { Icon } from "@/ui/icons/icon";
import { Trouble } from "@/ui/trouble";
import { CodeLine } from "./code-line";
import type { FormProps } from "./form-props";
import type { Going } from "./going";
import { useCodeCheck } from "./use-code-check";
import styles from "./editor.module.css";
import { words } from "./words";

const CodeEditor = lazy(() => import("./code-editor"));

interface Props extends FormProps {
  onSave?: () => void;
}

/** The code: written here, or a file of the project, which may come from this machine. */
export function ProgramField({ project, draft, problem, set, onSave }: Props) {
  const [kept, keep] = useState(draft.program);
  const isHere = draft.program.source !== null && draft.program.source !== undefined;

  function turn(to: string) {
    keep(draft.program);
    const other = to === "here" ? { source: kept.source ?? "" } : { path: kept.path ?? "" };
    set({ program: other });
  }

  return (
    <div>
      <SegmentedControl
        mb={10}
        aria-label={words.what.code}
        value={isHere ? "here" : "file"}
        data={[
          { value: "here", label: words.what.here },
          { value: "file", label: words.what.file },
        ]}
        onChange={turn}
      />
      {isHere ? (
        <Source project={project} source={draft.program.source ?? ""} problem={problem} set={set} onSave={onSave} />
      ) : (
        <FileField project={project} path={draft.program.path ?? ""} problem={problem} set={set} />
      )}
    </div>
  );
}

interface SourceProps {
  project: string;
  source: string;
  problem: Problem | undefined;
  set: FormProps["set"];
  onSave?: (() => void) | undefined;
}

function Source({ project, source, problem, set, onSave }: SourceProps) {
  const found = useCodeCheck(project, source);
  const editor = useRef<Going>(null);
  const wrong = problem?.of("program.source");
  return (
    <div>
      <div className={styles.code} data-wrong={Boolean(wrong)}>
        <Suspense fallback={<Skeleton height={220} />}>
          <CodeEditor
            ref={editor}
            problems={found.problems}
            label={words.what.source}
            value={source}
            onChange={(typed) => set({ program: { source: typed } })}
            {...(onSave ? { onSave } : {})}
          />
        </Suspense>
        <CodeLine found={found} onGo={(one) => editor.current?.goTo(one)} />
      </div>
      {wrong && (
        <p className={styles.error} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

interface FileProps {
  project: string;
  path: string;
  problem: Problem | undefined;
  set: FormProps["set"];
}

function FileField({ project, path, problem, set }: FileProps) {
  const client = useQueryClient();
  const programs = useQuery(programsQuery(project));
  const [percent, setPercent] = useState(0);
  const sending = useMutation({
    mutationFn: (file: File) =>
      upload({ p: project, path: file.name, file, replace: true, told: (sent) => setPercent(Math.round((100 * sent) / file.size)) }),
    onSuccess: (_, file) => {
      set({ program: { path: file.name } });
      return client.invalidateQueries({ queryKey: programsQuery(project).queryKey });
    },
  });
  const found = programs.data ?? [];
  return (
    <div>
      <Select
        label={words.what.path}
        description={found.length === 0 && programs.isSuccess ? words.noFiles : words.what.pathHint}
        placeholder={words.chooseFile}
        data={path && !found.includes(path) ? [path, ...found] : found}
        value={path || null}
        searchable
        allowDeselect={false}
        error={problem?.of("program.path")}
        onChange={(chosen) => set({ program: { path: chosen ?? "" } })}
      />
      <FileButton accept=".py" onChange={(file) => file && sending.mutate(file)}>
        {(button) => (
          <Button {...button} mt={10} variant="default" leftSection={<Icon name="upload" />} loading={sending.isPending}>
            {sending.isPending ? words.uploading(percent) : words.what.upload}
          </Button>
        )}
      </FileButton>
      <Trouble error={sending.error} />
    </div>
  );
}
