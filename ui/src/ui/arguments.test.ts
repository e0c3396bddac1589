import { describe, expect, it } from "vitest";
import { joinWords, splitArguments } from "./arguments";

describe("splitting a line of arguments as the server does", () => {
  it.each([
    ["", []],
    ["  --ledger   finance ", ["--ledger", "finance"]],
    ["--name 'a b' \"c d\"", ["--name", "a b", "c d"]],
    [String.raw`a\ b "say \"x\"" 'c\d' "e\f"`, ["a b", 'say "x"', String.raw`c\d`, String.raw`e\f`]],
    ["a''b", ["ab"]],
    ["''", [""]],
    ["--day {{ today }} --for {{ param.month }}", ["--day", "{{today}}", "--for", "{{param.month}}"]],
    ["{{ nothing }}", ["{{", "nothing", "}}"]],
    ["$HOME *.csv | rm; `id`", ["$HOME", "*.csv", "|", "rm;", "`id`"]],
  ])("%s", (line, words) => expect(splitArguments(line)).toEqual(words));

  it.each(["'open", '"open', "end\\"])("shows nothing while it is not finished: %s", (line) =>
    expect(splitArguments(line)).toBeUndefined(),
  );
});

it.each([
  [["--out", "x"], "--out x"],
  [["a b", ""], "'a b' ''"],
  [["it's"], String.raw`'it'\''s'`],
])("writes %o as a line that splits into it again", (words, line) => expect(joinWords(words)).toBe(line));
