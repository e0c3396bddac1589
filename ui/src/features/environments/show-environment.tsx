import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { buildLogQuery, environmentsQuery, isBuilding, rebuildEnvironment, type Environment } from "@/api/environments";
import { Banner } from "@/ui/banner";
import { Dialog } from "@/ui/dialog";
import { Icon } from "@/ui/icons/icon";
import { Failed, Loading } from "@/ui/states";
import { StatusPill } from "@/ui/status-pill";
import { Trouble } from "@/ui/trouble";
import { jobOf, packagesOf, versionsOf } from "./environments";
import styles from "./environments.module.css";
import { words } from "./words";

interface Props {
  p: string;
  /** Which one; none: the dialog is closed. */
  name: string | undefined;
  items: readonly Environment[];
  mayWrite: boolean;
  onClose: () => void;
}

/** One environment: how its build goes or went, what was asked for, and what that became. */
export function ShowEnvironment({ p, name, items, mayWrite, onClose }: Props) {
  const [shown, setShown] = useState(name);
  if (name !== undefined && name !== shown) setShown(name); // it keeps its content while it closes
  const data = items.find((one) => one.name === shown);
  const job = jobOf(shown ?? "");
  return (
    <Dialog opened={name !== undefined} onClose={onClose} title={job === undefined ? (shown ?? "") : words.scriptName(job)} size={680}>
      {data ? <View key={data.name} p={p} data={data} mayWrite={mayWrite} /> : shown && <p role="status">{words.shown.gone(shown)}</p>}
    </Dialog>
  );
}

interface ViewProps {
  p: string;
  data: Environment;
  mayWrite: boolean;
}

function View({ p, data, mayWrite }: ViewProps) {
  const note = data.is_base ? words.shown.baseText : jobOf(data.name) !== undefined ? words.shown.scriptText : undefined;
  return (
    <div className={styles.fields}>
      <div className={styles.head}>
        <span role="status">
          <StatusPill state={data.state} />
        </span>
        <span className="small dim">{words.shown.builds(data.builds)}</span>
      </div>
      {data.state === "failed" && <Failure p={p} data={data} mayWrite={mayWrite} />}
      {note && <p className="dim">{note}</p>}
      {!data.is_base && <Packages data={data} />}
      {data.builds > 0 && <BuildLog p={p} data={data} />}
    </div>
  );
}

/** What went wrong in the builder's words, and the way on. */
function Failure({ p, data, mayWrite }: ViewProps) {
  const client = useQueryClient();
  const building = useMutation({
    mutationFn: () => rebuildEnvironment(p, data.name),
    onSuccess: () => client.invalidateQueries(environmentsQuery(p)),
  });
  return (
    <>
      <Banner tone="failed">
        <p>
          <strong>{words.shown.failed}:</strong> {data.message}
        </p>
        {mayWrite && (
          <Button
            mt="xs"
            size="xs"
            variant="default"
            leftSection={<Icon name="refresh" size={14} />}
            loading={building.isPending}
            onClick={() => building.mutate()}
          >
            {words.shown.rebuild}
          </Button>
        )}
      </Banner>
      <Trouble error={building.error} />
    </>
  );
}

function Packages({ data }: { data: Environment }) {
  const [asked, locked] = [packagesOf(data.requirements), versionsOf(data.lock)];
  return (
    <>
      <section>
        <h3 className={styles.part}>{words.shown.asked}</h3>
        <Chips texts={asked.length > 0 ? asked : [words.shown.nothing]} />
      </section>
      <details>
        <summary className={styles.part}>{words.shown.versions(locked.length)}</summary>
        <Chips texts={locked} />
      </details>
    </>
  );
}

const Chips = ({ texts }: { texts: readonly string[] }) => (
  <ul className={styles.chips}>
    {texts.map((text) => (
      <li key={text}>
        <code>{text}</code>
      </li>
    ))}
  </ul>
);

/** The end of the log, which grows while it is built and is read at its end. */
function BuildLog({ p, data }: { p: string; data: Environment }) {
  const log = useQuery(buildLogQuery(p, data));
  const box = useRef<HTMLPreElement>(null);
  const text = log.data?.lines.map((line) => ("cut" in line ? words.shown.cut : line.text)).join("\n");
  useEffect(() => {
    if (text) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [text]);
  return (
    <section>
      <h3 className={styles.part}>{words.shown.log}</h3>
      {text ? (
        <pre
          ref={box}
          className={styles.log}
          role="log"
          aria-live="off"
          aria-label={words.shown.log}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keys
          tabIndex={0}
        >
          {text}
        </pre>
      ) : log.isPending ? (
        <Loading rows={2} />
      ) : log.data ? (
        <p className="dim">{isBuilding(data) ? words.shown.waitsForLog : words.shown.noLog}</p>
      ) : (
        <Failed error={log.error} onRetry={() => void log.refetch()} />
      )}
    </section>
  );
}
