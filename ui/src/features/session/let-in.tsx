import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { isProblem } from "@/api/problem";
import { meQuery } from "@/api/session";
import { letIn, refuseTerminal, terminalQuery, type Terminal } from "@/api/terminals";
import { fromNow } from "@/time/moments";
import { useNow } from "@/time/ticking";
import { Banner } from "@/ui/banner";
import { problemText } from "@/ui/problem-text";
import { Failed, Loading } from "@/ui/states";
import { Front } from "./front";
import styles from "./sign-in.module.css";
import { words } from "./words";

type Outcome = "letIn" | "refused" | "ended";

/** A terminal asks to be signed in as whoever opens this page: she types its code and lets it in, or refuses. */
export function LetIn({ flow }: { flow: string }) {
  const [outcome, setOutcome] = useState<Outcome>();
  const name = useQuery(meQuery).data?.name ?? "";
  const terminal = useQuery({ ...terminalQuery(flow), enabled: outcome === undefined });
  return (
    <Front>
      {outcome || isProblem(terminal.error, "sign_in_ended") ? (
        <Over outcome={outcome ?? "ended"} name={name} />
      ) : terminal.data ? (
        <Question flow={flow} name={name} terminal={terminal.data} onOver={setOutcome} />
      ) : terminal.isPending ? (
        <Loading rows={3} />
      ) : (
        <Failed error={terminal.error} onRetry={() => void terminal.refetch()} />
      )}
    </Front>
  );
}

interface Props {
  flow: string;
  name: string;
  terminal: Terminal;
  onOver: (outcome: Outcome) => void;
}

function Question({ flow, name, terminal, onOver }: Props) {
  const [code, setCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const answer = {
    onError: (error: Error) => {
      if (isProblem(error, "sign_in_ended")) onOver("ended");
      else field.current?.select();
    },
  };
  const letting = useMutation({ ...answer, mutationFn: () => letIn(flow, code), onSuccess: () => onOver("letIn") });
  const refusing = useMutation({ ...answer, mutationFn: () => refuseTerminal(flow), onSuccess: () => onOver("refused") });
  const error = letting.error ?? refusing.error;

  function submit(event: FormEvent) {
    event.preventDefault();
    refusing.reset();
    letting.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <h1>{words.terminal.title}</h1>
      <p className={styles.lead}>{words.terminal.lead(name)}</p>
      <Facts terminal={terminal} />
      <div className={styles.fields}>
        <TextInput
          ref={field}
          size="md"
          label={words.terminal.code}
          description={words.terminal.codeHint}
          autoFocus
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          classNames={{ input: styles.code }}
          value={code}
          error={isProblem(letting.error, "wrong_code") && letting.error.of("code")}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {error && !isProblem(error, "wrong_code") && <Banner tone="failed">{problemText(error)}</Banner>}
      </div>
      <div className={styles.answers}>
        <Button type="submit" size="md" disabled={code.trim() === ""} loading={letting.isPending}>
          {words.terminal.letIn}
        </Button>
        <Button size="md" variant="default" loading={refusing.isPending} onClick={() => refusing.mutate()}>
          {words.terminal.refuse}
        </Button>
      </div>
    </form>
  );
}

/** From where it asked, and how long ago: what somebody can compare with what she did herself. */
function Facts({ terminal }: { terminal: Terminal }) {
  const now = useNow();
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{words.terminal.from}</dt>
        <dd className="mono">{terminal.address}</dd>
      </div>
      <div>
        <dt>{words.terminal.asked}</dt>
        <dd>{fromNow(terminal.asked_at, now)}</dd>
      </div>
    </dl>
  );
}

function Over({ outcome, name }: { outcome: Outcome; name: string }) {
  return (
    <div role="status">
      <h1>{words.terminal[`${outcome}Title`]}</h1>
      <p className={styles.lead}>{outcome === "letIn" ? words.terminal.letInText(name) : words.terminal[`${outcome}Text`]}</p>
      <Button component="a" href="/" variant="default" size="md">
        {words.terminal.toJobs}
      </Button>
    </div>
  );
}
