import type { Access, Switches } from "@/api/sharing";
import { listed } from "@/words/catalogue";
import { levelWord } from "./levels";
import { words } from "./words";

/** What a job says about its readers, and its tags: what is saved together. */
export interface Draft {
  switches: Required<Switches>;
  tags: string[];
}

export const draftOf = (access: Access): Draft => ({
  switches: {
    private: access.private,
    logs_for: access.logs_for as Required<Switches>["logs_for"],
    code_for: access.code_for as Required<Switches>["code_for"],
    free_arguments: access.free_arguments,
  },
  tags: access.tags.toSorted(),
});

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export const switchesDiffer = (one: Draft, other: Draft): boolean => !isSame(one.switches, other.switches);

export const tagsDiffer = (one: Draft, other: Draft): boolean => !isSame(one.tags.toSorted(), other.tags.toSorted());

interface Difference {
  what: string;
  before: string;
  after: string;
}

const onOff = (is: boolean): string => (is ? words.on : words.off);
const tagText = (draft: Draft): string => (draft.tags.length === 0 ? words.none : listed(draft.tags.toSorted()));

/** What is different in words: before, and after. */
export function differences(saved: Draft, draft: Draft): Difference[] {
  const [was, is] = [saved.switches, draft.switches];
  const all: Difference[] = [
    { what: words.private.label, before: onOff(was.private), after: onOff(is.private) },
    { what: words.reads.logs, before: levelWord(was.logs_for), after: levelWord(is.logs_for) },
    { what: words.reads.code, before: levelWord(was.code_for), after: levelWord(is.code_for) },
    { what: words.reads.free, before: onOff(was.free_arguments), after: onOff(is.free_arguments) },
    { what: words.tags.label, before: tagText(saved), after: tagText(draft) },
  ];
  return all.filter((one) => one.before !== one.after);
}
