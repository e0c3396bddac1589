import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { contentQuery, type Entry } from "@/api/files";
import { Failed, Loading } from "@/ui/states";
import { bytesText } from "@/words/bytes";
import { CsvTable } from "./csv-table";
import styles from "./files.module.css";
import { kindOf, pictureType, textOf } from "./kinds";
import { Scroller } from "./scroller";
import { words as all } from "./words";

const words = all.preview;
const MOST_TEXT = 1024 * 1024;
const MOST_PICTURE = 20 * 1024 * 1024;

interface Props {
  p: string;
  entry: Entry;
}

/** What a file holds, as far as it can be shown: text and cells as text, pictures as pictures, nothing as a page. */
export function Content({ p, entry }: Props) {
  const kind = kindOf(entry);
  if (entry.size === 0) return <p className={styles.none}>{words.empty}</p>;
  if (kind === "other") return <p className={styles.none}>{words.other}</p>;
  if (kind !== "picture") return <Text p={p} entry={entry} isTable={kind === "table"} />;
  if (entry.size > MOST_PICTURE) return <p className={styles.none}>{words.tooLarge(bytesText(MOST_PICTURE))}</p>;
  return <Picture p={p} entry={entry} />;
}

function Text({ p, entry, isTable }: Props & { isTable: boolean }) {
  const content = useQuery(contentQuery(p, entry, MOST_TEXT));
  const [view, setView] = useState(isTable ? "table" : "text");
  const text = useMemo(() => content.data && textOf(content.data), [content.data]);
  if (content.isPending) return <Loading rows={5} />;
  if (content.isError) return <Failed error={content.error} onRetry={() => void content.refetch()} />;
  if (text === undefined) return <p className={styles.none}>{words.other}</p>;
  const isPart = entry.size > MOST_TEXT;
  return (
    <>
      {isTable && (
        <SegmentedControl
          size="xs"
          className={styles.as}
          aria-label={words.as}
          value={view}
          onChange={setView}
          data={[
            { value: "table", label: words.table },
            { value: "text", label: words.text },
          ]}
        />
      )}
      {view === "table" ? (
        <CsvTable text={text} isPart={isPart} name={entry.name} />
      ) : (
        <Scroller label={words.content(entry.name)} className={styles.text}>
          <pre>{text}</pre>
        </Scroller>
      )}
      {isPart && view === "text" && <p className="dim small">{words.cut(bytesText(MOST_TEXT), bytesText(entry.size))}</p>}
    </>
  );
}

function Picture({ p, entry }: Props) {
  const content = useQuery(contentQuery(p, entry, MOST_PICTURE));
  const [isBroken, setBroken] = useState(false);
  const show = useShown(content.data);
  if (content.isPending) return <Loading rows={3} />;
  if (content.isError) return <Failed error={content.error} onRetry={() => void content.refetch()} />;
  if (isBroken || pictureType(content.data) === undefined) return <p className={styles.none}>{words.notPicture}</p>;
  return <img ref={show} className={styles.picture} alt={words.picture(entry.name)} onError={() => setBroken(true)} />;
}

/** Gives a picture these bytes, by an address that ends with it. */
function useShown(bytes: ArrayBuffer | undefined) {
  return useCallback(
    (picture: HTMLImageElement | null) => {
      const type = bytes && pictureType(bytes);
      if (!picture || !type) return undefined;
      const address = URL.createObjectURL(new Blob([bytes], { type }));
      picture.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [bytes],
  );
}
