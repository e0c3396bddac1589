import { Button } from "@mantine/core";
import type { Fix, Note } from "@/api/schedules";
import { Icon } from "@/ui/icons/icon";
import styles from "./preview.module.css";

interface Props {
  notes: readonly Note[];
  onFix: (fix: Fix) => void;
}

/** What a rule does that its writer may not expect, in the server's words, with its cures as buttons. */
export function Notes({ notes, onFix }: Props) {
  return notes.map((note) => (
    <div key={note.code + note.text} className={styles.note} data-severity={note.severity}>
      <Icon name={note.severity === "info" ? "info" : "alert"} size={16} stroke={2} />
      <div>
        <p>{note.text}</p>
        {note.fixes.map((fix) => (
          <Button key={fix.label} size="compact-sm" variant="default" mt={8} mr={8} onClick={() => onFix(fix)}>
            {fix.label}
          </Button>
        ))}
      </div>
    </div>
  ));
}
