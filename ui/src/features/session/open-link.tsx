import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useState, type FormEvent } from "react";
import { isProblem, Problem } from "@/api/problem";
import { meQuery, redeem } from "@/api/session";
import { problemText } from "@/ui/problem-text";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import { Front } from "./front";
import { Join } from "./join";
import { PasswordField } from "./password-field";
import styles from "./sign-in.module.css";
import { words } from "./words";

/** A one-time link: it signs in at once, or asks for a name and a password first. */
export function OpenLink() {
  const token = useToken();
  const client = useQueryClient();
  const router = useRouter();
  const opening = useMutation({
    mutationFn: (given: { name?: string; password?: string }) => redeem(token, given.name, given.password),
    onSuccess: () => {
      client.clear();
      router.history.replace("/");
    },
  });
  const begin = opening.mutate;
  useEffect(() => begin({}), [begin]);

  return (
    <Front>
      <Step token={token} opening={opening} />
    </Front>
  );
}

/** The token behind the #, which never reaches a server's log; it is taken out of the address at once. */
function useToken(): string {
  const [token] = useState(() => decodeURIComponent(location.hash.slice(1)));
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  return token;
}

interface Opening {
  mutate: (given: { name?: string; password?: string }) => void;
  error: Error | null;
  isPending: boolean;
}

function Step({ token, opening }: { token: string; opening: Opening }) {
  const me = useQuery({ ...meQuery, retry: false });
  const [isOther, setOther] = useState(false);
  const asksNow = isProblem(opening.error, "invalid");
  const [wasAsked, setWasAsked] = useState(asksNow);
  if (asksNow && !wasAsked) setWasAsked(true); // and it stays so while the answer is checked
  if (wasAsked && me.data && !isOther) return <Join token={token} name={me.data.name} onOther={() => setOther(true)} />;
  if (wasAsked && !me.isPending) return <SetUp opening={opening} />;
  if (opening.error) return <Dead problem={opening.error} />;
  return (
    <p className={styles.lead} role="status">
      {words.link.opening}
    </p>
  );
}

function SetUp({ opening }: { opening: Opening }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [wasSent, setWasSent] = useState(false);
  const problem = wasSent && opening.error instanceof Problem ? opening.error : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    setWasSent(true);
    opening.mutate({ name: name.trim(), password });
  }

  return (
    <form onSubmit={submit} noValidate>
      <h1>{words.link.setUp}</h1>
      <p className={styles.lead}>{words.link.lead}</p>
      <div className={styles.fields}>
        <TextInput
          size="md"
          label={words.link.name}
          autoComplete="username"
          autoFocus
          value={name}
          error={problem?.of("name")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordField
          size="md"
          label={words.link.password}
          description={words.link.passwordHint}
          autoComplete="new-password"
          value={password}
          error={problem?.of("password")}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Trouble error={problem} at={["name", "password"]} />
      </div>
      <Button type="submit" size="md" fullWidth loading={opening.isPending}>
        {words.link.button}
      </Button>
    </form>
  );
}

function Dead({ problem }: { problem: Error }) {
  const isDead = isProblem(problem, "unauthenticated");
  return (
    <>
      <h1>{isDead ? words.link.dead : common.failed.unknown}</h1>
      <p className={styles.lead}>
        {isDead || !(problem instanceof Problem) ? words.link.deadText : problemText(problem)}
      </p>
      <Button component="a" href="/sign-in" variant="default" size="md">
        {words.link.toSignIn}
      </Button>
    </>
  );
}
