import { Button, TextInput } from "@mantine/core";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { makeFolder, moveFile, type Entry } from "@/api/files";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import styles from "./files.module.css";
import { joined, nameFlaw, nameOf, stemLength } from "./names";
import { useChanging } from "./use-changing";
import { words } from "./words";

interface Props {
  p: string;
  folder: string;
  /** The names that are taken here. */
  names: ReadonlySet<string>;
  /** What gets a new name; none: a new folder. */
  entry?: Entry;
  onClose: () => void;
}

/** A name for a new folder, or another one for something that is there. */
export function NameView({ p, folder, names, entry, onClose }: Props) {
  const [name, setName] = useState(entry?.name ?? "");
  const [flaw, setFlaw] = useState<string>();
  const changing = useChanging<string>({
    p,
    act: (typed) => (entry ? moveFile(p, entry.path, joined(folder, typed)) : makeFolder(p, joined(folder, typed))),
    was: entry?.name,
    becomes: (typed) => typed,
    onDone: onClose,
  });
  const field = useSelected(entry ? stemLength(entry.name) : 0);
  const { problem } = changing;

  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = name.trim();
    if (entry && typed === entry.name) return onClose();
    const found = nameFlaw(name, names);
    setFlaw(found);
    if (found) field.current?.focus();
    else changing.send(typed);
  }

  return (
    <form onSubmit={submit} noValidate className={styles.fields}>
      <TextInput
        ref={field}
        label={words.name}
        description={entry ? words.renaming.text : words.make.in(folder === "" ? p : nameOf(folder))}
        data-autofocus
        value={name}
        error={flaw ?? problem?.of("path")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Trouble error={problem} at={["path"]} />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" loading={changing.isPending}>
          {entry ? words.renaming.button : words.make.button}
        </Button>
      </div>
    </form>
  );
}

/** The name without its suffix is chosen as soon as the field has the focus, to be typed over. */
function useSelected(length: number) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const input = field.current;
    const choose = () => input?.setSelectionRange(0, length);
    input?.addEventListener("focus", choose, { once: true });
    return () => input?.removeEventListener("focus", choose);
  }, [length]);
  return field;
}
