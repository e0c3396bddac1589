import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { deleteFile, listSome, type Entry } from "@/api/files";
import { Trouble } from "@/ui/trouble";
import { bytesText } from "@/words/bytes";
import { common } from "@/words/common";
import styles from "./files.module.css";
import { useChanging } from "./use-changing";
import { words as all } from "./words";

const words = all.deleting;

interface Props {
  p: string;
  entry: Entry;
  onClose: () => void;
}

/** Before something is deleted: what goes with it. */
export function DeleteView({ p, entry, onClose }: Props) {
  const changing = useChanging<undefined>({
    p,
    act: () => deleteFile(p, entry.path),
    was: entry.name,
    onDone: () => {
      notifications.show({ message: words.done(entry.name) });
      onClose();
    },
  });
  return (
    <div className={styles.fields}>
      {entry.kind === "file" ? <p>{words.file(bytesText(entry.size))}</p> : <Within p={p} entry={entry} />}
      <p className="dim small">{words.jobs}</p>
      <Trouble error={changing.problem} />
      <div className={styles.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          {common.cancel}
        </Button>
        <Button loading={changing.isPending} onClick={() => changing.send(undefined)}>
          {words.button}
        </Button>
      </div>
    </div>
  );
}

/** What lies in the folder at this moment. */
function Within({ p, entry }: { p: string; entry: Entry }) {
  const page = useQuery({ queryKey: ["files", p, entry.path, "within"], queryFn: () => listSome(p, entry.path, ""), staleTime: 0 });
  if (!page.data) return <p aria-live="polite">{page.isPending ? common.loading : null}</p>;
  const { items, next } = page.data;
  const folders = items.filter(({ kind }) => kind === "folder").length;
  if (next !== null) return <p aria-live="polite">{words.folderMore(String(items.length))}</p>;
  return <p aria-live="polite">{items.length === 0 ? words.emptyFolder : words.folder(folders, items.length - folders)}</p>;
}
