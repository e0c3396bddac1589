import { ActionIcon, Button, Progress } from "@mantine/core";
import { Icon, type IconName } from "@/ui/icons/icon";
import { bytesText } from "@/words/bytes";
import styles from "./files.module.css";
import { nameOf } from "./names";
import type { Item, State, Uploads } from "./uploads";
import { words as all } from "./words";

const words = all.uploads;
const ICONS: Readonly<Record<State, IconName>> = {
  waits: "clock",
  sending: "spinner",
  broken: "offline",
  done: "check",
  stopped: "stop",
  failed: "x",
};

const SHOWN = 100;

interface Props {
  uploads: Uploads;
  items: readonly Item[];
  p: string;
}

/** How far each upload is, and why one failed. */
export function UploadsList({ uploads, items, p }: Props) {
  const done = items.filter(isDone).length;
  const isOver = items.some(({ state }) => !["waits", "sending", "broken"].includes(state));
  return (
    <section aria-label={words.title} className={styles.uploads} hidden={items.length === 0}>
      <div className={styles.uploadsHead}>
        <p role="status">{done > 0 && words.finished(done)}</p>
        {isOver && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => uploads.clear()}>
            {words.clear}
          </Button>
        )}
      </div>
      <ul>
        {shownOf(items).map((item) => (
          <li key={item.key} className={styles.item} data-state={item.state}>
            <Icon name={ICONS[item.state]} className={item.state === "sending" ? "turning" : ""} />
            <div className={styles.itemText}>
              <p>
                <span className={styles.itemName}>{item.name}</span> <Told item={item} p={p} />
              </p>
              {(item.state === "sending" || item.state === "broken") && (
                <Progress.Root size="sm">
                  <Progress.Section value={percent(item)} aria-label={words.progress(item.name)} />
                </Progress.Root>
              )}
            </div>
            <Acts item={item} uploads={uploads} />
          </li>
        ))}
        {items.length > SHOWN && <li className={styles.item}>{all.replacing.more(items.length - SHOWN)}</li>}
      </ul>
    </section>
  );
}

const isDone = ({ state }: Item): boolean => state === "done";

/** All of them in their order; of very many those that are not done come first. */
function shownOf(items: readonly Item[]): readonly Item[] {
  if (items.length <= SHOWN) return items;
  return [...items.filter((item) => !isDone(item)), ...items.filter(isDone)].slice(0, SHOWN);
}

const percent = ({ sent, size }: Item): number => (size === 0 ? 100 : Math.round((100 * sent) / size));

function Told({ item, p }: { item: Item; p: string }) {
  if (item.state === "failed") return <span role="alert">{item.why}</span>;
  if (item.state === "broken") return <span role="status">{words.broken}</span>;
  if (item.state === "waits") return <span>{words.waits}</span>;
  if (item.state === "stopped") return <span>{words.stopped}</span>;
  if (item.state === "done") return <span>{words.done(item.folder === "" ? p : nameOf(item.folder))}</span>;
  return <span className="num">{words.sending(bytesText(item.sent), bytesText(item.size))}</span>;
}

function Acts({ item, uploads }: { item: Item; uploads: Uploads }) {
  if (!item.mayGoOn || item.state === "done") return null;
  if (item.state === "failed" || item.state === "stopped") {
    const label = item.isTaken ? words.replaceOf(item.name) : words.againOf(item.name);
    return (
      <Button size="compact-sm" variant="default" aria-label={label} onClick={() => uploads.again(item.key, item.isTaken)}>
        {item.isTaken ? all.replacing.replace : words.again}
      </Button>
    );
  }
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={words.stop(item.name)} onClick={() => uploads.stop(item.key)}>
      <Icon name="x" />
    </ActionIcon>
  );
}
