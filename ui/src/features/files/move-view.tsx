import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { moveFile, type Entry } from "@/api/files";
import { Icon } from "@/ui/icons/icon";
import { Failed, Loading } from "@/ui/states";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import styles from "./files.module.css";
import { joined, nameOf, stepsTo } from "./names";
import { useChanging } from "./use-changing";
import { useFolder } from "./use-folder";
import { words as all } from "./words";

const words = all.moving;

interface Props {
  p: string;
  folder: string;
  entry: Entry;
  onClose: () => void;
}

/** Another place for a file or a folder: one goes there as one goes through folders, and says "here". */
export function MoveView({ p, folder, entry, onClose }: Props) {
  const [target, setTarget] = useState(folder);
  const called = (path: string): string => (path === "" ? p : nameOf(path));
  const changing = useChanging<string>({
    p,
    act: (to) => moveFile(p, entry.path, joined(to, entry.name)),
    was: entry.name,
    onDone: (to) => {
      notifications.show({ message: words.done(entry.name, called(to)) });
      onClose();
    },
  });
  return (
    <div className={styles.fields}>
      <p className="dim small">{words.text}</p>
      <nav className={styles.path} aria-label={words.to}>
        <ol>
          {["", ...stepsTo(target)].map((step) => (
            <li key={step}>
              <button type="button" className={styles.step} aria-current={step === target ? "location" : undefined} onClick={() => setTarget(step)}>
                {called(step)}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <Folders p={p} folder={target} without={entry.path} label={words.folders(called(target))} onOpen={setTarget} />
      <Trouble error={changing.problem} />
      <div className={styles.buttons}>
        {target === folder && <p className={`${styles.note} dim small`}>{words.already}</p>}
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        {target !== folder && (
          <Button loading={changing.isPending} onClick={() => changing.send(target)}>
            {words.here(called(target))}
          </Button>
        )}
      </div>
    </div>
  );
}

interface FoldersProps {
  p: string;
  folder: string;
  /** What moves is no place to move to. */
  without: string;
  label: string;
  onOpen: (folder: string) => void;
}

function Folders({ p, folder, without, label, onOpen }: FoldersProps) {
  const { query, entries, isLooking } = useFolder(p, folder);
  if (query.isPending) return <Loading rows={3} />;
  if (!query.data) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  const folders = entries.filter((one) => one.kind === "folder" && one.path !== without);
  if (folders.length === 0) return <p className={styles.none}>{isLooking ? common.loading : words.none}</p>;
  return (
    <ul className={styles.folders} aria-label={label}>
      {folders.map((one) => (
        <li key={one.name}>
          <button type="button" className={styles.folder} onClick={() => onOpen(one.path)}>
            <Icon name="folder" size={17} />
            <span>{one.name}</span>
            <Icon name="chevron-right" />
          </button>
        </li>
      ))}
    </ul>
  );
}
