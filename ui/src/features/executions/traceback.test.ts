import { expect, it } from "vitest";
import { lastTraceback } from "./traceback";

const TREE = "/srv/home/code/trees/41084efd9210a129/";
const PLAIN = [
  "INFO begun",
  "Traceback (most recent call last):",
  `  File "${TREE}main.py", line 10, in <module>`,
  "    main()",
  `  File "${TREE}steps/load.py", line 7, in convert`,
  "    return float(text)",
  "           ^^^^^^^^^^^",
  "ValueError: could not convert string to float: '1,2x'",
];

it("finds the exception and the line of the job's own code", () => {
  expect(lastTraceback(PLAIN)).toEqual({
    at: 1,
    kind: "ValueError",
    message: "could not convert string to float: '1,2x'",
    place: { file: "steps/load.py", line: 7, within: "convert" },
  });
});

it("passes over frames of libraries, and names the module of no exception", () => {
  const lines = [
    "Traceback (most recent call last):",
    '  File "/jobs/rates.py", line 3, in <module>',
    '  File "/x/lib/python3.11/site-packages/requests/api.py", line 59, in get',
    "requests.exceptions.ConnectionError: no route",
  ];
  expect(lastTraceback(lines)).toMatchObject({ kind: "ConnectionError", place: { file: "/jobs/rates.py", line: 3, within: undefined } });
});

it("takes the last of several that were raised one after another", () => {
  const chained = [...PLAIN, "", "During handling of the above exception, another exception occurred:", "", ...PLAIN.slice(1, -1), "KeyError: 'rate'", "bye"];
  expect(lastTraceback(chained)).toMatchObject({ at: 11, kind: "KeyError", message: "'rate'" });
});

it.each([
  ["in colour", PLAIN.map((line) => `\u001B[35m${line}\u001B[0m`), "ValueError"],
  ["in a group", PLAIN.slice(1).map((line) => `    | ${line}`), "ValueError"],
  ["without a message", [...PLAIN.slice(0, -1), "KeyboardInterrupt"], "KeyboardInterrupt"],
  ["of a program that cannot be read", [`  File "${TREE}main.py", line 2`, "    def (", "        ^", "SyntaxError: invalid syntax"], "SyntaxError"],
])("reads one %s", (_, lines, kind) => expect(lastTraceback(lines)?.kind).toBe(kind));

it.each([
  ["an empty log", []],
  ["a log without one", ["ERROR: no rates", "File not found"]],
  ["one that was cut off", PLAIN.slice(0, -2)],
])("finds none in %s", (_, lines) => expect(lastTraceback(lines)).toBeUndefined());
