/** Every sentence that people read, in one place for each feature; a test reads the pages in the pseudo-language. */

type Word = string | ((...facts: never[]) => string);
type Words = { readonly [key: string]: Said };
type Said = Word | Words | readonly Said[];

const PSEUDO = "pseudo";
const ACCENTED: Readonly<Record<string, string>> = {
  a: "å", c: "ç", d: "đ", e: "é", g: "ğ", i: "ï", l: "ļ", n: "ñ", o: "ö", r: "ŕ", s: "š", t: "ţ", u: "û", y: "ý", z: "ž",
};
const language = localStorage.getItem("dayshift.language") ?? "en";

/** The sentences of one feature, as they are, or longer and accented, so that what was forgotten is seen. */
export function catalogue<W extends Words>(words: W): W {
  return language === PSEUDO ? (pseudo(words) as unknown as W) : words;
}

function pseudo(said: Said): Said {
  if (Array.isArray(said)) return said.map((one) => pseudo(one as Said));
  if (typeof said !== "object") return longer(said);
  return Object.fromEntries(Object.entries(said).map(([key, word]) => [key, pseudo(word as Said)]));
}

function longer(word: Word): Word {
  return typeof word === "string" ? stretch(word) : (...facts: never[]) => stretch(word(...facts));
}

/** 40 % longer, as German is. What is there already is not stretched twice. */
export function stretch(text: string): string {
  if (text === "" || text.startsWith("[!!")) return text;
  const accented = text.replaceAll(/[a-z]/g, (letter) => ACCENTED[letter] ?? letter);
  return `[!! ${accented}${"~".repeat(Math.ceil(text.length * 0.4))} !!]`;
}

const plurals = new Intl.PluralRules("en");
const numbers = new Intl.NumberFormat("en");

/** "1 run", "49 runs", "1,204 runs". */
export function counted(count: number, one: string, other: string): string {
  return `${numbers.format(count)} ${plurals.select(count) === "one" ? one : other}`;
}

/** "Ana", "Ana and Jonas", "Ana, Jonas and Maya". */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat("en", { style: "long", type: "conjunction" }).format(names).replace(", and ", " and ");
}
