import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { Entry } from "@/api/files";
import { Icon } from "@/ui/icons/icon";
import { Moment } from "@/ui/moment";
import { Cell, Row } from "@/ui/table";
import { bytesText } from "@/words/bytes";
import type { Asked } from "./asked";
import { EntryMenu } from "./entry-menu";
import styles from "./files.module.css";
import { iconOf } from "./kinds";
import { folderOf } from "./names";
import { words } from "./words";

interface Props {
  p: string;
  zone: string;
  entry: Entry;
  mayChange: boolean;
  onAsk: (asked: Asked, opener: HTMLElement | null) => void;
}

/** A file, which opens beside the list, or a folder, which opens in its place. */
export const EntryLine = memo(function EntryLine({ p, zone, entry, mayChange, onAsk }: Props) {
  return (
    <Row>
      <Cell className={styles.nameCell}>
        <Name p={p} entry={entry} />
      </Cell>
      <Cell className={styles.size}>{entry.kind === "file" && <span className="num">{bytesText(entry.size)}</span>}</Cell>
      <Cell className={styles.changed}>
        <Moment at={entry.modified_at} zone={zone} />
      </Cell>
      <Cell className={styles.acts}>
        <EntryMenu p={p} entry={entry} mayChange={mayChange} onAsk={onAsk} />
      </Cell>
    </Row>
  );
});

function Name({ p, entry }: Pick<Props, "p" | "entry">) {
  const isFolder = entry.kind === "folder";
  return (
    <Link
      to="/p/$p/files/$"
      params={{ p, _splat: isFolder ? entry.path : folderOf(entry.path) }}
      search={(now) => (isFolder ? {} : { ...now, file: entry.name })}
      className={styles.name}
      preload={false}
      aria-label={isFolder ? words.folderNamed(entry.name) : undefined}
    >
      <Icon name={iconOf(entry)} size={17} />
      <span>{entry.name}</span>
    </Link>
  );
}
