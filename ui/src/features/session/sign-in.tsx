import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Front } from "./front";
import { SignInForm } from "./sign-in-form";
import styles from "./sign-in.module.css";
import { words } from "./words";

/** The page of sign-in. `next`: the path of ours that somebody wanted to see. */
export function SignIn({ next }: { next: string }) {
  const client = useQueryClient();
  const router = useRouter();

  function go() {
    client.clear();
    router.history.replace(next);
  }

  return (
    <Front>
      <h1>{words.title}</h1>
      <p className={styles.lead}>{words.lead}</p>
      <SignInForm onSignedIn={go} />
    </Front>
  );
}
