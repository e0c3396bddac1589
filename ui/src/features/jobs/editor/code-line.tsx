import { UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { CodeChecked, CodeProblem } from "@/api/code";
import { Icon } from "@/ui/icons/icon";
import styles from "./editor.module.css";
import { words } from "./words";

interface Props {
  found: CodeChecked;
  /** Somebody wants to be where it was found. */
  onGo: (problem: CodeProblem) => void;
}

/** What was found first, in a line below the code; what cannot be meant comes before what may be. */
export function CodeLine({ found, onGo }: Props) {
  const problems = found.problems.toSorted((one, other) => Number(other.severity === "error") - Number(one.severity === "error"));
  const [at, setAt] = useState(0);
  const place = at < problems.length ? at : 0;
  const problem = problems[place];

  function next() {
    const wanted = (place + 1) % problems.length;
    setAt(wanted);
    if (problems[wanted]) onGo(problems[wanted]);
  }

  return (
    <div className={styles.found} data-severity={problem?.severity}>
      <div role="status">
        {!found.checked && words.found.notChecked}
        {problem && (
          <UnstyledButton className={styles.finding} onClick={() => onGo(problem)}>
            <Icon name={problem.severity === "error" ? "x" : "alert"} />
            <span>{spoken(words.found.at(problem.line, problem.text))}</span>
          </UnstyledButton>
        )}
      </div>
      {problems.length > 1 && (
        <UnstyledButton className={styles.finding} onClick={next}>
          {words.found.next(place + 1, problems.length)}
        </UnstyledButton>
      )}
    </div>
  );
}

/** What stands between backticks is code. */
const spoken = (text: string) => text.split("`").map(drawn);

const drawn = (part: string, place: number) => (place % 2 === 1 ? <code key={place}>{part}</code> : part);
