import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { confirming, useConfirming } from "@/api/confirming";
import { isProblem } from "@/api/problem";
import { confirmPassword, meQuery } from "@/api/session";
import { Dialog } from "@/ui/dialog";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import { PasswordField } from "./password-field";
import styles from "./sign-in.module.css";
import { words } from "./words";

/** Over whatever is open: what was about to be done needs a sign-in of the last minutes. */
export function ConfirmPassword() {
  const isAsked = useConfirming();
  return (
    <Dialog opened={isAsked} onClose={() => confirming.answer(false)} title={words.confirm.title} size={400} isOver>
      <Form />
    </Dialog>
  );
}

function Form() {
  const [password, setPassword] = useState("");
  const me = useQuery({ ...meQuery, enabled: false });
  const sending = useMutation({
    mutationFn: () => confirmPassword(password),
    onSuccess: () => confirming.answer(true),
    onError: (error) => isProblem(error, "wrong_password") && setPassword(""),
  });
  const isWrong = isProblem(sending.error, "wrong_password");

  function submit(event: FormEvent) {
    event.preventDefault();
    sending.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <p className={styles.lead}>{words.confirm.lead}</p>
      <input type="text" hidden readOnly autoComplete="username" value={me.data?.name ?? ""} />
      <div className={styles.fields}>
        <PasswordField
          label={words.password}
          autoComplete="current-password"
          data-autofocus
          value={password}
          error={isWrong && words.confirm.wrong}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {!isWrong && <Trouble error={sending.error} />}
      </div>
      <div className={styles.buttons}>
        <Button variant="default" onClick={() => confirming.answer(false)}>
          {common.cancel}
        </Button>
        <Button type="submit" disabled={password === ""} loading={sending.isPending}>
          {words.confirm.button}
        </Button>
      </div>
    </form>
  );
}
