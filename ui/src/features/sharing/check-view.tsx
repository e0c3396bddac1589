import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { isProblem } from "@/api/problem";
import { checkQuery } from "@/api/sharing";
import { Icon } from "@/ui/icons/icon";
import { Failed, Loading } from "@/ui/states";
import { CheckResult } from "./check-result";
import { useCircle } from "./circle";
import { PersonField } from "./person-field";
import styles from "./sharing.module.css";
import { words } from "./words";

interface Props {
  p: string;
  job: string;
  onBack: () => void;
}

/** What one person can do with the job, in sentences, each with its path. */
export function CheckView({ p, job, onBack }: Props) {
  const circle = useCircle(p);
  const [typed, setTyped] = useState("");
  const [person, setPerson] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    setPerson(typed.trim());
  }

  return (
    <div className={styles.view}>
      <form onSubmit={submit} noValidate className={styles.check}>
        <PersonField
          circle={circle}
          label={words.check.person}
          placeholder={words.check.placeholder}
          className={styles.grow}
          value={typed}
          onChange={setTyped}
          onChosen={setPerson}
        />
        <Button type="submit" variant="default" disabled={typed.trim() === ""}>
          {words.check.button}
        </Button>
      </form>
      {person !== "" && <Found p={p} job={job} person={person} zone={circle.zone} />}
      <div className={styles.footer}>
        <Button variant="subtle" color="gray" leftSection={<Icon name="arrow-left" />} onClick={onBack}>
          {words.check.back}
        </Button>
      </div>
    </div>
  );
}

function Found({ p, job, person, zone }: { p: string; job: string; person: string; zone: string }) {
  const check = useQuery(checkQuery(p, job, person));
  if (check.data) return <CheckResult check={check.data} zone={zone} />;
  if (check.isPending) return <Loading rows={4} />;
  if (isProblem(check.error, "not_found")) return <p role="status">{words.check.unknown}</p>;
  return <Failed error={check.error} onRetry={() => void check.refetch()} />;
}
