import { Button, FileButton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import type { Entry } from "@/api/files";
import { isGone } from "@/api/problem";
import { projectQuery } from "@/api/projects";
import { Icon } from "@/ui/icons/icon";
import { Page, useTitle } from "@/ui/page";
import { FailedPage } from "@/ui/states";
import type { Asked } from "./asked";
import { DropZone } from "./drop-zone";
import styles from "./files.module.css";
import { FolderList } from "./folder-list";
import { nameOf } from "./names";
import { PathNav } from "./path-nav";
import { mayWrite } from "./rights";
import { SpaceLine } from "./space-line";
import { UploadsList } from "./uploads-list";
import { useBringing } from "./use-bringing";
import { useFolder } from "./use-folder";
import { words } from "./words";

const loadPreview = () => import("./preview").then((found) => ({ default: found.Preview }));
const loadDialogs = () => import("./dialogs").then((found) => ({ default: found.Dialogs }));
const Preview = lazy(loadPreview);
const Dialogs = lazy(loadDialogs);

const route = getRouteApi("/inside/p/$p/files/$");

/** The files of a project: one folder, and beside it what one of its files holds. */
export function FilesPage() {
  const { p, _splat = "" } = route.useParams();
  const folder = _splat.replace(/\/+$/, "");
  const project = useQuery(projectQuery(p));
  useSeenAnew(p, project.data?.role);
  useTitle([...(folder ? [nameOf(folder)] : []), words.title, p]);
  if (project.isError && !project.data) return <FailedPage error={project.error} onRetry={() => void project.refetch()} />;
  return <Files p={p} folder={folder} zone={project.data?.tz ?? "UTC"} mayChange={mayWrite(project.data?.role)} />;
}

/** Who became something else here sees more, or less: the lists are asked anew. */
function useSeenAnew(p: string, role: string | undefined): void {
  const client = useQueryClient();
  const before = useRef(role);
  useEffect(() => {
    if (before.current !== undefined && before.current !== role) void client.invalidateQueries({ queryKey: ["files", p] });
    before.current = role;
  }, [client, p, role]);
}

interface Props {
  p: string;
  folder: string;
  zone: string;
  mayChange: boolean;
}

function Files({ p, folder, zone, mayChange }: Props) {
  const { file } = route.useSearch();
  const found = useFolder(p, folder);
  const [asked, setAsked] = useState<Asked>();
  const [opener, setOpener] = useState<HTMLElement | null>(null);
  const ask = useCallback((what: Asked, from: HTMLElement | null) => {
    setOpener(from);
    setAsked(what);
  }, []);
  const bringing = useBringing(p, folder, found.entries, ask);
  const isThere = found.query.data !== undefined && !isGone(found.query.error);
  const offered = mayChange && isThere;
  const buttons = offered && <Buttons onNew={(from) => ask({ kind: "new" }, from)} onFiles={bringing.bring} />;
  const list = <FolderList p={p} folder={folder} zone={zone} found={found} mayChange={mayChange} buttons={buttons} onAsk={ask} />;
  return (
    <Page title={words.title} crumbs={[{ label: p, to: `/p/${p}/jobs` }]} actions={buttons} isTight>
      <DropZone isOn={offered} label={words.dropNow(folder ? nameOf(folder) : p)} onDrop={bringing.drop}>
        <div className={styles.head}>
          <PathNav p={p} folder={folder} />
          {!isGone(found.query.error) && <SpaceLine key={p} query={found.query} />}
        </div>
        {offered && <UploadsList uploads={bringing.uploads} items={bringing.items} p={p} />}
        <div className={styles.beside} data-chosen={file !== undefined && isThere}>
          <div className={styles.list}>{list}</div>
          {file !== undefined && isThere && (
            <Suspense>
              <Preview p={p} folder={folder} name={file} found={found} zone={zone} mayChange={mayChange} />
            </Suspense>
          )}
        </div>
      </DropZone>
      <LateDialogs p={p} folder={folder} entries={found.entries} asked={asked} opener={opener} onClose={() => setAsked(undefined)} />
    </Page>
  );
}

interface DialogsProps {
  p: string;
  folder: string;
  entries: readonly Entry[];
  asked: Asked | undefined;
  opener: HTMLElement | null;
  onClose: () => void;
}

/** The dialogs come with the first that is asked for, and stay, so that they close as they opened. */
function LateDialogs(props: DialogsProps) {
  const [wasAsked, setWasAsked] = useState(false);
  if (props.asked && !wasAsked) setWasAsked(true);
  return <Suspense>{wasAsked && <Dialogs {...props} />}</Suspense>;
}

function Buttons({ onNew, onFiles }: { onNew: (from: HTMLElement) => void; onFiles: (files: File[]) => void }) {
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="folder-plus" />}
        onClick={(event) => onNew(event.currentTarget)}
        onMouseEnter={() => void loadDialogs()}
      >
        {words.newFolder}
      </Button>
      <FileButton multiple onChange={onFiles}>
        {(button) => (
          <Button {...button} leftSection={<Icon name="upload" />}>
            {words.upload}
          </Button>
        )}
      </FileButton>
    </>
  );
}
