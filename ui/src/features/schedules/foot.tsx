import { Button } from "@mantine/core";
import type { Preview, Schedule } from "@/api/schedules";
import type { Form } from "./form";
import styles from "./dialog.module.css";
import { OverlapField } from "./more-rows";
import type { RowsProps } from "./rows-props";
import { words } from "./words";

interface Props {
  form: Form;
  set: RowsProps["set"];
  preview: Preview | undefined;
  saved: Schedule | undefined;
  isSaving: boolean;
  onCancel: () => void;
}

/** What happens while a run is still going, and the button that says what will happen. */
export function Foot({ form, set, preview, saved, isSaving, onCancel }: Props) {
  return (
    <div className={styles.foot}>
      <div className={styles.still}>
        <span aria-hidden>{words.rows.still}:</span>
        <OverlapField form={form} set={set} />
      </div>
      <Button variant="default" onClick={onCancel}>
        {words.cancel}
      </Button>
      <Button type="submit" loading={isSaving} disabled={preview?.valid === false}>
        {consequence(preview, saved)}
      </Button>
    </div>
  );
}

/** "Schedule 49 runs", "Save: next run Tue 24 Nov 09:00". */
function consequence(preview: Preview | undefined, saved: Schedule | undefined): string {
  const first = preview?.next.find((run) => run.outcome === "will_run")?.text;
  if (!preview?.valid) return saved ? words.buttons.saveNone : words.buttons.wrong;
  if (saved) return first ? words.buttons.save(first) : words.buttons.saveNone;
  if (preview.total !== null) return words.buttons.runs(preview.total);
  return first ? words.buttons.start(first) : words.buttons.wrong;
}
