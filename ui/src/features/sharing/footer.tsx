import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Trouble } from "@/ui/trouble";
import { Conflict } from "./conflict";
import { differences, type Draft } from "./draft";
import type { useSaving } from "./saving";
import styles from "./sharing.module.css";
import { words } from "./words";

interface Props {
  saved: Draft;
  theirs: Draft;
  draft: Draft;
  saving: ReturnType<typeof useSaving>;
  onSave: () => void;
  onSaveMine: () => void;
  onDrop: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** What is not saved yet, and what to do with it. */
export function Footer({ saved, theirs, draft, saving, onSave, onSaveMine, onDrop, onClose, children }: Props) {
  const changed = differences(saved, draft);
  const { problem } = saving;
  return (
    <div className={styles.footer}>
      {saving.isStale && <Conflict theirs={theirs} mine={draft} isPending={saving.isPending} onMine={onSaveMine} onTheirs={onDrop} />}
      {!saving.isStale && <Trouble error={problem} at={["tag", "tags"]} />}
      {changed.length > 0 && !saving.isStale && (
        <section aria-label={words.changes} className={styles.changes}>
          <strong>{words.changes}</strong>
          <ul>
            {changed.map((one) => (
              <li key={one.what}>{words.change(one.what, one.before, one.after)}</li>
            ))}
          </ul>
        </section>
      )}
      <div className={styles.buttons}>
        {children}
        <span className={styles.grow} />
        {changed.length > 0 && !saving.isStale ? (
          <>
            <Button variant="default" onClick={onDrop}>
              {words.undo}
            </Button>
            <Button loading={saving.isPending} onClick={onSave}>
              {words.save}
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={onClose}>
            {words.done}
          </Button>
        )}
      </div>
    </div>
  );
}
