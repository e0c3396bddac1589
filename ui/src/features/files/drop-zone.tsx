import { useState, type DragEvent, type ReactNode } from "react";
import { Icon } from "@/ui/icons/icon";
import styles from "./files.module.css";
import type { Dropped } from "./use-bringing";

interface Props {
  isOn: boolean;
  /** What letting go will do. */
  label: string;
  onDrop: (dropped: Dropped) => void;
  children: ReactNode;
}

/** Where files may be dropped. Who has no pointer takes the button, which does the same. */
export function DropZone({ isOn, label, onDrop, children }: Props) {
  const [depth, setDepth] = useState(0); // every child that is entered is told, and every one that is left
  const isDrag = (event: DragEvent) => isOn && event.dataTransfer.types.includes("Files");

  function drop(event: DragEvent) {
    if (!isDrag(event)) return;
    event.preventDefault();
    setDepth(0);
    onDrop(droppedIn(event.dataTransfer));
  }

  return (
    <div
      className={styles.zone}
      data-over={depth > 0}
      onDragEnter={(event) => isDrag(event) && setDepth(depth + 1)}
      onDragLeave={(event) => isDrag(event) && setDepth(Math.max(0, depth - 1))}
      onDragOver={(event) => isDrag(event) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {depth > 0 && (
        <p className={styles.letGo}>
          <Icon name="upload" size={20} /> {label}
        </p>
      )}
    </div>
  );
}

function droppedIn(transfer: DataTransfer): Dropped {
  const dropped: Dropped = { files: [], folders: [] };
  for (const item of transfer.items) {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) dropped.folders.push(entry.name);
    else if (file) dropped.files.push(file);
  }
  return dropped;
}
