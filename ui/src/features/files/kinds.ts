/** What a file is, as far as its name and its first bytes tell. Nothing of it is ever run or laid out as a page. */
import type { Entry } from "@/api/files";
import type { IconName } from "@/ui/icons/icon";

export type Kind = "folder" | "picture" | "table" | "text" | "other";

const PICTURES = /\.(png|jpe?g|gif|webp)$/i;
const TABLES = /\.(csv|tsv)$/i;
const OTHERS =
  /\.(parquet|feather|orc|avro|zip|gz|bz2|xz|zst|7z|tar|tgz|jar|whl|egg|so|pyc|pkl|pickle|joblib|npy|npz|h5|hdf5|db|sqlite3?|pdf|docx?|xlsx?|pptx?|odt|ods|mp3|mp4|mov|avi|mkv|wav|bmp|tiff?|ico|heic|avif|exe|bin|dat|woff2?|ttf|otf)$/i;
const LOOKED_AT = 8192; // bytes: no text has a zero byte there

/** By its name. What its name does not tell is looked at as a text. */
export function kindOf(entry: Pick<Entry, "name" | "kind">): Kind {
  if (entry.kind === "folder") return "folder";
  if (PICTURES.test(entry.name)) return "picture";
  if (TABLES.test(entry.name)) return "table";
  return OTHERS.test(entry.name) ? "other" : "text";
}

export const isProgram = (entry: Pick<Entry, "name" | "kind">): boolean => entry.kind === "file" && entry.name.endsWith(".py");

const ICONS: Readonly<Record<Kind, IconName>> = { folder: "folder", picture: "photo", table: "table", text: "file", other: "file" };

export const iconOf = (entry: Entry): IconName => (isProgram(entry) ? "python" : ICONS[kindOf(entry)]);

/** The text that these bytes are, or undefined if they are none. A letter that was cut in two at the end is left out. */
export function textOf(bytes: ArrayBuffer): string | undefined {
  const start = new Uint8Array(bytes, 0, Math.min(LOOKED_AT, bytes.byteLength));
  const wide = start[0] === 0xff && start[1] === 0xfe ? "utf-16le" : start[0] === 0xfe && start[1] === 0xff ? "utf-16be" : undefined;
  if (wide === undefined && start.includes(0)) return undefined;
  return new TextDecoder(wide).decode(bytes, { stream: true });
}

/** What sort of picture these bytes are, by how they begin, whatever the name says. */
export function pictureType(bytes: ArrayBuffer): string | undefined {
  const start = String.fromCodePoint(...new Uint8Array(bytes, 0, Math.min(12, bytes.byteLength)));
  if (start.startsWith("\u0089PNG\r\n\u001A\n")) return "image/png";
  if (start.startsWith("\u00FF\u00D8\u00FF")) return "image/jpeg";
  if (start.startsWith("GIF8")) return "image/gif";
  return start.startsWith("RIFF") && start.slice(8, 12) === "WEBP" ? "image/webp" : undefined;
}
