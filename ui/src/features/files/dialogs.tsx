import { useState } from "react";
import type { Entry } from "@/api/files";
import { Dialog } from "@/ui/dialog";
import type { Asked } from "./asked";
import { DeleteView } from "./delete-view";
import { MoveView } from "./move-view";
import { NameView } from "./name-view";
import { ReplaceView } from "./replace-view";
import { words } from "./words";

interface Props {
  p: string;
  folder: string;
  entries: readonly Entry[];
  asked: Asked | undefined;
  /** What was pressed to ask. */
  opener: HTMLElement | null;
  onClose: () => void;
}

/** The questions of this page, one at a time. */
export function Dialogs({ p, folder, entries, asked, opener, onClose }: Props) {
  const [shown, setShown] = useState(asked);
  if (asked !== undefined && asked !== shown) setShown(asked); // it keeps its content while it closes
  const names = new Set(entries.map(({ name }) => name));
  const view = shown && viewOf({ p, folder, names, asked: shown, onClose });
  return (
    <Dialog opened={asked !== undefined} onClose={onClose} title={shown ? titleOf(shown) : ""} opener={opener}>
      {view}
    </Dialog>
  );
}

function titleOf(asked: Asked): string {
  if (asked.kind === "new") return words.make.title;
  if (asked.kind === "replace") return words.replacing.title(asked.names.length);
  const titles = { rename: words.renaming.title, move: words.moving.title, delete: words.deleting.title };
  return titles[asked.kind](asked.entry.name);
}

interface Wanted extends Omit<Props, "entries" | "asked" | "opener"> {
  names: ReadonlySet<string>;
  asked: Asked;
}

function viewOf({ p, folder, names, asked, onClose }: Wanted) {
  const rest = { p, folder, onClose };
  if (asked.kind === "new") return <NameView {...rest} names={names} />;
  if (asked.kind === "replace") return <ReplaceView {...rest} asked={asked} />;
  if (asked.kind === "rename") return <NameView {...rest} names={names} entry={asked.entry} />;
  return asked.kind === "move" ? <MoveView {...rest} entry={asked.entry} /> : <DeleteView {...rest} entry={asked.entry} />;
}
