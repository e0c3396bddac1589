import type { Fix, Note, Preview } from "@/api/schedules";
import styles from "./preview.module.css";
import { DaysCalendar } from "./days-calendar";
import { DayStrip } from "./day-strip";
import { NextRuns } from "./next-runs";
import { Notes } from "./notes";
import { words } from "./words";

const FEW = 5;

interface Props {
  preview: Preview | undefined;
  /** Whether a newer answer is on its way. */
  isOld: boolean;
  /** What was saved before, in words, when a schedule is changed. */
  before: string | undefined;
  from: string;
  today: string;
  shown: number;
  onMore: () => void;
  onFix: (fix: Fix) => void;
}

/** The consequence of the rows: in words, as days, as the next runs, with what should be known. */
export function PreviewPane({ preview, isOld, before, from, today, shown, onMore, onFix }: Props) {
  if (!preview) return <aside className={styles.pane} aria-label={words.follows}>{words.waiting}</aside>;
  return (
    <aside className={styles.pane} aria-label={words.follows} data-old={isOld} aria-busy={isOld}>
      {preview.valid ? (
        <>
          <Sentence preview={preview} before={before} />
          <DaysCalendar from={from} today={today} runs={preview.days} first={marked(preview, "first")} last={marked(preview, "last")} />
          <DayStrip runs={preview.next} />
          <Notes notes={preview.notes.filter((note) => note.code !== "dialect_read")} onFix={onFix} />
          <NextRuns runs={preview.next.slice(0, shown)} onMore={preview.next.length > shown ? onMore : undefined} />
        </>
      ) : (
        <>
          <div role="alert">
            <Notes notes={errorNotes(preview)} onFix={onFix} />
          </div>
          <p className={styles.hint}>{words.comeBack}</p>
        </>
      )}
    </aside>
  );
}

export const FIRST_SHOWN = FEW;

function Sentence({ preview, before }: { preview: Preview; before: string | undefined }) {
  const { rule, zone } = parts(preview.sentence ?? "");
  const total = preview.total === null ? preview.per_month && words.perMonth(preview.per_month) : words.total(preview.total);
  return (
    <div aria-live="polite">
      {before && before !== preview.sentence && (
        <p className={styles.before}>
          <span>{words.before}</span> {before}
        </p>
      )}
      <p className={styles.sentence}>{rule}</p>
      <p className={styles.hint}>
        {zone}
        {total && (
          <>
            {zone && " · "}
            <strong>{total}</strong>
          </>
        )}
      </p>
    </div>
  );
}

/** The server's sentence, its zone apart: it stands below, smaller. */
function parts(sentence: string): { rule: string; zone: string } {
  const [, rule, zone] = /^(.*), ([^,]+ time \(UTC[^)]*\))\.$/.exec(sentence) ?? [];
  return rule && zone ? { rule: `${rule}.`, zone } : { rule: sentence, zone: "" };
}

const marked = (preview: Preview, mark: string): string | undefined =>
  preview.next.find((run) => run.marks.includes(mark))?.local.slice(0, 10);

/** The faults as notes; those that the server wrote as notes itself are not said twice. */
function errorNotes(preview: Preview): Note[] {
  const said = new Set(preview.notes.map((note) => note.text));
  const faults = preview.errors.filter((fault) => !said.has(fault.text));
  const notes = faults.map(({ code, text, fix }) => ({ code, text, severity: "error" as const, dates: [], fixes: fix ? [fix] : [] }));
  return [...preview.notes, ...notes];
}
