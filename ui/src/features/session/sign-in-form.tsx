import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { isProblem } from "@/api/problem";
import { signIn } from "@/api/session";
import { Banner } from "@/ui/banner";
import { problemText } from "@/ui/problem-text";
import { PasswordField } from "./password-field";
import styles from "./sign-in.module.css";
import { words } from "./words";

interface Props {
  onSignedIn: () => void;
}

/** Name and password. A wrong one keeps the name, and says the same whether the name is known or not. */
export function SignInForm({ onSignedIn }: Props) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<"name" | "password">();
  const passwordField = useRef<HTMLInputElement>(null);
  const signing = useMutation({
    mutationFn: () => signIn(name.trim(), password),
    onSuccess: onSignedIn,
    onError: () => {
      setPassword("");
      passwordField.current?.focus();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const lacking = name.trim() === "" ? "name" : password === "" ? "password" : undefined;
    setMissing(lacking);
    if (!lacking) signing.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <div className={styles.fields}>
        <TextInput
          size="md"
          label={words.name}
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          value={name}
          error={missing === "name" && words.missingName}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordField
          ref={passwordField}
          size="md"
          label={words.password}
          autoComplete="current-password"
          value={password}
          error={missing === "password" ? words.missingPassword : isProblem(signing.error, "unauthenticated")}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {signing.error && <Banner tone="failed">{refusal(signing.error)}</Banner>}
      </div>
      <Button type="submit" size="md" fullWidth loading={signing.isPending}>
        {words.button}
      </Button>
    </form>
  );
}

function refusal(error: Error): string {
  if (isProblem(error, "unauthenticated")) return words.wrong;
  if (isProblem(error, "setup_needed")) return words.notSetUp;
  return problemText(error);
}
