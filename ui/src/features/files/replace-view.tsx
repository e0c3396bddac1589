import { Button } from "@mantine/core";
import styles from "./files.module.css";
import type { Asked } from "./asked";
import { nameOf } from "./names";
import { words as all } from "./words";

const words = all.replacing;
const SHOWN = 8;

interface Props {
  p: string;
  folder: string;
  asked: Extract<Asked, { kind: "replace" }>;
  onClose: () => void;
}

/** Asked once for all files whose names are taken. The others are brought in either way. */
export function ReplaceView({ p, folder, asked: { names, files, uploads }, onClose }: Props) {
  const taken = new Set(names);

  function answer(isReplacing: boolean) {
    const wanted = isReplacing ? files : files.filter(({ name }) => !taken.has(name.normalize()));
    uploads.add(folder, wanted, new Set(isReplacing ? files.map(({ name }) => name).filter((name) => taken.has(name.normalize())) : []));
    onClose();
  }

  return (
    <div className={styles.fields}>
      <p>{words.text(folder === "" ? p : nameOf(folder), names.length)}</p>
      <ul className={styles.names}>
        {names.slice(0, SHOWN).map((name) => (
          <li key={name}>{name}</li>
        ))}
        {names.length > SHOWN && <li className="dim">{words.more(names.length - SHOWN)}</li>}
      </ul>
      <div className={styles.buttons}>
        <Button variant="default" data-autofocus onClick={() => answer(false)}>
          {words.skip}
        </Button>
        <Button onClick={() => answer(true)}>{words.replace}</Button>
      </div>
    </div>
  );
}
