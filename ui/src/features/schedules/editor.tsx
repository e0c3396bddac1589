import { Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { parametersOf, type Job } from "@/api/jobs";
import { isProblem, type Fault, type Problem } from "@/api/problem";
import { previewQuery, type Preview, type Schedule } from "@/api/schedules";
import { addDays, mondayOf } from "@/time/days";
import { wallNow } from "@/time/walls";
import { browserZone } from "@/time/zones";
import { Banner } from "@/ui/banner";
import { Icon } from "@/ui/icons/icon";
import { Trouble } from "@/ui/trouble";
import { Conflict } from "./conflict";
import { CronRows } from "./cron-rows";
import { DAYS_SHOWN } from "./days-calendar";
import styles from "./dialog.module.css";
import { Foot } from "./foot";
import { formOf, mended, newForm, written, type Form } from "./form";
import { mustBeGiven } from "./given-rows";
import { Folded, MoreRows } from "./more-rows";
import { FIRST_SHOWN, PreviewPane } from "./preview-pane";
import { EndsRow, RepeatsRow, StartsRow, ZoneRow } from "./rows";
import type { RowsProps } from "./rows-props";
import { ASKED } from "./run-day";
import { useSaving } from "./saving";
import { unusual } from "./unusual";
import { words } from "./words";

const TYPING_MS = 120;
const MORE = 20;

interface Props {
  p: string;
  job: Job;
  saved: Schedule | undefined;
  /** The rows as they are when the dialog opens. */
  first: Form;
  onClose: () => void;
}

/** The rows, their consequence, and what saves them. */
export function Editor({ p, job, saved, first, onClose }: Props) {
  const [form, setForm] = useState(first);
  const [shown, setShown] = useState(FIRST_SHOWN);
  const { preview, isOld, from, today } = usePreview(p, job.name, saved?.id, form);
  const saving = useSaving({ p, job: job.name, saved, onDone: onClose });
  const set = (change: Partial<Form>) => setForm((now) => ({ ...now, ...change }));
  const rows = { form, set, wrong: (field: string) => wrongWith(field, preview, saving.problem) };

  function submit(event: FormEvent) {
    event.preventDefault();
    saving.save(form, preview);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Modal.Body p={0}>
        <div className={styles.body}>
          <div className={styles.rows}>
            <Rows {...rows} job={job} preview={preview} isMoreWanted={saving.problem?.faults.some(isOfMore) ?? false} />
          </div>
          <PreviewPane
            preview={preview}
            isOld={isOld}
            before={saved?.sentence}
            from={from}
            today={today}
            shown={shown}
            onMore={() => setShown((count) => count + MORE)}
            onFix={(fix) => setForm(mended(form, fix.patch, wallNow(form.tz)))}
          />
        </div>
        {saving.problem && <NotSaved p={p} saved={saved} problem={saving.problem} mine={preview} saving={saving} form={form} onTheirs={setForm} />}
      </Modal.Body>
      <Foot form={form} set={set} preview={preview} saved={saved} isSaving={saving.isSaving} onCancel={onClose} />
    </form>
  );
}

interface AllRowsProps extends RowsProps {
  job: Job;
  preview: Preview | undefined;
  /** Whether something is wrong in what is folded. */
  isMoreWanted: boolean;
}

function Rows({ job, preview, isMoreWanted, ...rows }: AllRowsProps) {
  const { form, set } = rows;
  const isCron = form.repeat === "cron";
  return (
    <>
      {form.repeat === "kept" && <Banner tone="info">{words.kept}</Banner>}
      {isCron && <CronRows {...rows} preview={preview} />}
      {!isCron && form.repeat !== "kept" && (
        <>
          <StartsRow {...rows} />
          <RepeatsRow {...rows} />
        </>
      )}
      {form.repeat !== "once" && form.repeat !== "kept" && <EndsRow {...rows} />}
      <ZoneRow {...rows} />
      <button
        type="button"
        className={styles.quiet}
        onClick={() => set(isCron ? { repeat: newForm(wallNow(form.tz), form.tz).repeat } : { repeat: "cron", between: null, cron: form.cron })}
      >
        <Icon name={isCron ? "undo" : "code"} />
        {isCron ? words.formInstead : words.cronInstead}
      </button>
      <Folded
        more={words.moreWith(unusual(form, job.name))}
        less={words.less}
        icon={<Icon name="adjustments" />}
        isWanted={isMoreWanted || parametersOf(job).some(mustBeGiven)}
      >
        <MoreRows {...rows} job={job} />
      </Folded>
    </>
  );
}

interface NotSavedProps {
  p: string;
  saved: Schedule | undefined;
  problem: Problem;
  mine: Preview | undefined;
  saving: ReturnType<typeof useSaving>;
  form: Form;
  onTheirs: (form: Form) => void;
}

/** Why it was not saved: somebody else was quicker, or what the server says. */
function NotSaved({ p, saved, problem, mine, saving, form, onTheirs }: NotSavedProps) {
  if (saved && isProblem(problem, "stale_revision")) {
    return (
      <Conflict
        p={p}
        schedule={saved.id}
        mine={mine?.sentence ?? ""}
        onMine={(theirs) => saving.saveOver(form, theirs)}
        onTheirs={(theirs) => {
          saving.forget(theirs);
          onTheirs(formOf(theirs, wallNow(theirs.tz)));
        }}
      />
    );
  }
  return (
    <div className={styles.conflict}>
      <Trouble error={problem} />
    </div>
  );
}

/** What decides when it runs. */
function ruleOf(form: Form): Record<string, unknown> {
  const { arguments: _arguments, parameters: _parameters, ...rule } = written(form);
  return rule;
}

function usePreview(p: string, job: string, id: number | undefined, form: Form) {
  const [settled] = useDebouncedValue(form, TYPING_MS);
  const today = wallNow(settled.tz).day;
  const from = mondayOf(settled.isFromNow || settled.day < today ? today : settled.day);
  const asked = useQuery(
    previewQuery(p, {
      schedule: { ...ruleOf(settled), target: { job } },
      ...(id === undefined ? {} : { id }),
      count: ASKED,
      days: { from, to: addDays(from, DAYS_SHOWN - 1) },
      viewer_tz: browserZone(),
    }),
  );
  const isTyping = settled !== form && JSON.stringify(ruleOf(settled)) !== JSON.stringify(ruleOf(form));
  return { preview: asked.data, isOld: asked.isPlaceholderData || isTyping, from, today };
}

/** What is wrong with a field: as it is typed, and as the last attempt to save it said. */
function wrongWith(field: string, preview: Preview | undefined, problem: Problem | undefined): string | undefined {
  const faults: readonly Fault[] = [...(preview?.errors ?? []), ...(problem?.faults ?? [])];
  return faults.find((fault) => fault.field === field)?.text;
}

/** Whether a fault belongs to a field that is folded. */
const isOfMore = ({ field }: Fault): boolean => ["name", "arguments"].includes(field) || field.startsWith("parameters.");
