import { Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { fileAddress, type Entry } from "@/api/files";
import { Icon } from "@/ui/icons/icon";
import { RowMenu } from "@/ui/row-menu";
import type { Asked } from "./asked";
import { isProgram } from "./kinds";
import { words } from "./words";

interface Props {
  p: string;
  entry: Entry;
  mayChange: boolean;
  onAsk: (asked: Asked, opener: HTMLElement | null) => void;
}

/** What one may do with a file or a folder. Nothing for who may only look at folders. */
export function EntryMenu({ p, entry, mayChange, onAsk }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const isFile = entry.kind === "file";
  if (!isFile && !mayChange) return null;
  return (
    <RowMenu ref={button} label={words.actionsOf(entry.name)}>
      {isFile && (
        <Menu.Item component="a" href={fileAddress(p, entry.path)} download={entry.name} leftSection={<Icon name="download" />}>
          {words.download}
        </Menu.Item>
      )}
      {mayChange && <Changing p={p} entry={entry} onAsk={(asked) => onAsk(asked, button.current)} />}
    </RowMenu>
  );
}

function Changing({ p, entry, onAsk }: Pick<Props, "p" | "entry"> & { onAsk: (asked: Asked) => void }) {
  const navigate = useNavigate();
  return (
    <>
      {isProgram(entry) && (
        <Menu.Item
          leftSection={<Icon name="plus" />}
          onClick={() => void navigate({ to: "/p/$p/new-job", params: { p }, search: { program: entry.path } })}
        >
          {words.inNewJob}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<Icon name="pencil" />} onClick={() => onAsk({ kind: "rename", entry })}>
        {words.rename}
      </Menu.Item>
      <Menu.Item leftSection={<Icon name="folder" />} onClick={() => onAsk({ kind: "move", entry })}>
        {words.move}
      </Menu.Item>
      <Menu.Item leftSection={<Icon name="trash" />} onClick={() => onAsk({ kind: "delete", entry })}>
        {words.remove}
      </Menu.Item>
    </>
  );
}
