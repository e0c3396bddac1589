import { Button } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useDeferredValue, useState, type ReactNode } from "react";
import { isGone } from "@/api/problem";
import { Icon } from "@/ui/icons/icon";
import { LinkButton } from "@/ui/link-button";
import { SearchField } from "@/ui/search-field";
import { Empty, Failed, Loading, NoHit } from "@/ui/states";
import { Table } from "@/ui/table";
import { common } from "@/words/common";
import type { Asked } from "./asked";
import { EntryLine } from "./entry-line";
import styles from "./files.module.css";
import { folderOf, nameOf } from "./names";
import type { useFolder } from "./use-folder";
import { words } from "./words";

const ROWS = 100; // drawn at once: a folder of thousands stays quick

const route = getRouteApi("/inside/p/$p/files/$");

interface Props {
  p: string;
  folder: string;
  zone: string;
  found: ReturnType<typeof useFolder>;
  mayChange: boolean;
  buttons: ReactNode;
  onAsk: (asked: Asked, opener: HTMLElement | null) => void;
}

/** What lies in one folder, or why that cannot be said. */
export function FolderList(props: Props) {
  const { p, folder, found, mayChange, buttons } = props;
  const { query, entries } = found;
  if (query.isPending) return <Loading />;
  if (isGone(query.error) && folder !== "" && !isRefused(query.error)) return <NotThere p={p} folder={folder} />;
  if (!query.data || isGone(query.error)) return <Failed error={query.error as Error} onRetry={() => void query.refetch()} />;
  if (entries.length > 0) return <Entries key={folder} {...props} />;
  return (
    <Empty title={folder === "" && mayChange ? words.empty : words.emptyFolder} actions={buttons}>
      {mayChange ? words.emptyText : words.emptyRead}
    </Empty>
  );
}

const isRefused = (error: Error | null): boolean => (error as { status?: number } | null)?.status === 403;

function NotThere({ p, folder }: { p: string; folder: string }) {
  const above = folderOf(folder);
  return (
    <Empty
      title={words.gone}
      actions={
        <LinkButton variant="default" to="/p/$p/files/$" params={{ p, _splat: above }} search={{}}>
          {words.goUp(above === "" ? p : nameOf(above))}
        </LinkButton>
      }
    >
      {words.goneText}
    </Empty>
  );
}

function Entries({ p, folder, zone, found, mayChange, onAsk }: Props) {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [rows, setRows] = useState(ROWS);
  const wanted = useDeferredValue(q?.toLowerCase());
  const fitting = wanted ? found.entries.filter(({ name }) => name.toLowerCase().includes(wanted)) : found.entries;
  const ask = (next: string | undefined) => void navigate({ search: (now) => ({ ...now, q: next }), replace: true });
  const more = fitting.length > rows && (
    <Button variant="default" onClick={() => setRows(rows + ROWS)}>
      {common.more}
    </Button>
  );
  return (
    <>
      <div className={styles.tools}>
        <p className={styles.count} role="status">
          {found.isLooking ? words.looking(words.things(found.entries.length)) : <Count found={found} />}
        </p>
        <SearchField key={folder} label={words.filter} asked={q} onAsk={ask} />
      </div>
      {fitting.length === 0 ? (
        <NoHit words={words} onClear={() => ask(undefined)} />
      ) : (
        <Table label={words.title} columns={Object.values(words.columns)} foot={more}>
          {fitting.slice(0, rows).map((entry) => (
            <EntryLine key={entry.name} p={p} zone={zone} entry={entry} mayChange={mayChange} onAsk={onAsk} />
          ))}
        </Table>
      )}
      {mayChange && (
        <p className={styles.drop}>
          <Icon name="upload" size={17} /> {words.drop}
        </p>
      )}
    </>
  );
}

function Count({ found }: { found: Props["found"] }) {
  const folders = found.entries.filter(({ kind }) => kind === "folder").length;
  if (!found.isCut) return words.count(folders, found.entries.length - folders);
  return (
    <>
      {words.cut(words.things(found.entries.length))}{" "}
      <Button size="compact-xs" variant="default" onClick={() => void found.query.fetchNextPage()}>
        {words.lookOn}
      </Button>
    </>
  );
}
