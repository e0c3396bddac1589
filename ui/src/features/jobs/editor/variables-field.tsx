import { Textarea } from "@mantine/core";
import { useState } from "react";
import { variablesOf, variablesText } from "./draft";
import type { FormProps } from "./form-props";
import { words } from "./words";

/** Environment variables as lines of text: they can be pasted from a file as they are. */
export function VariablesField({ draft, problem, set }: Omit<FormProps, "project">) {
  const [text, setText] = useState(() => variablesText(draft.variables));
  const [wrongLine, setWrongLine] = useState<number>();

  function read(typed: string) {
    setText(typed);
    try {
      set({ variables: variablesOf(typed) });
      setWrongLine(undefined);
    } catch (line) {
      setWrongLine(line as number);
    }
  }

  const theirs = problem?.faults.find((fault) => fault.field.startsWith("variables"))?.text;
  return (
    <Textarea
      label={words.more.variables}
      description={words.more.variablesHint}
      classNames={{ input: "mono" }}
      autosize
      minRows={2}
      value={text}
      error={wrongLine === undefined ? theirs : words.more.variablesWrong(wrongLine)}
      onChange={(event) => read(event.currentTarget.value)}
    />
  );
}
