/** What a deed changed, in few words: only what is different, and of what is long only that it is. */
import { dayAndTime } from "@/time/moments";
import { listed } from "@/words/catalogue";
import { words } from "./words";

const LONGEST = 60;
const MOST_NEW = 6; // fields of something new that are told; of what has more, its name says enough
const LEVELLED = new Set(["level", "logs_for", "code_for"]);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

type Fields = Readonly<Record<string, unknown>>;

interface Reader {
  zone: string;
  now: string;
}

export function changesOf(before: unknown, after: unknown, reader: Reader): string[] {
  if (isFields(before) && isFields(after)) return differences(before, after, reader);
  if (isFields(after) && before === null) return told(after, reader);
  if (isFields(before) && after === null) return told(before, reader);
  if (before === null && after === null) return [];
  const [was, is] = [valueText(before, reader), valueText(after, reader)];
  return was === undefined || is === undefined ? [] : [`${was} → ${is}`];
}

function differences(before: Fields, after: Fields, reader: Reader): string[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => {
      const [was, is] = [valueText(before[field], reader, field), valueText(after[field], reader, field)];
      const short = was !== undefined && is !== undefined;
      return short ? words.from(fieldWord(field), was, is) : words.changed(fieldWord(field));
    });
}

function told(fields: Fields, reader: Reader): string[] {
  const known = Object.entries(fields).filter(([, value]) => value !== null && value !== "");
  if (known.length > MOST_NEW) return [];
  const texts = known.map(([field, value]) => [field, valueText(value, reader, field)] as const);
  return texts.filter(([, text]) => text !== undefined && text !== words.nothing).map(([field, text]) => words.is(fieldWord(field), text as string));
}

const fieldWord = (field: string): string => words.fields[field] ?? field.replaceAll("_", " ");

/** A short value as people say it; nothing for what is long or nested. */
function valueText(value: unknown, { zone, now }: Reader, field = ""): string | undefined {
  if (value === null || value === undefined || value === "") return words.nothing;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") {
    if (INSTANT.test(value) && (value.endsWith("Z") || /[+-]\d\d:\d\d$/.test(value))) return dayAndTime(value, zone, now);
    if (LEVELLED.has(field)) return words.levels[value] ?? value;
    return value.length <= LONGEST && !value.includes("\n") ? value : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  if (value.length === 0) return words.nothing;
  const text = value.every((one) => typeof one === "string" || typeof one === "number") ? listed(value.map(String)) : "";
  return text !== "" && text.length <= LONGEST ? text : undefined;
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
