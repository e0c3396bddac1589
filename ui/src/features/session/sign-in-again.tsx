import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { sessionEnded, useSessionEnded } from "./ended";
import { SignInForm } from "./sign-in-form";
import styles from "./sign-in.module.css";
import { words } from "./words";

/** Over the page whose session ended: the page stays as it is, and is asked anew afterwards. */
export function SignInAgain() {
  const hasEnded = useSessionEnded();
  const client = useQueryClient();

  function goOn() {
    sessionEnded.tell(false);
    void client.invalidateQueries();
  }

  return (
    <Modal
      opened={hasEnded}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={words.again.title}
      zIndex={1000}
    >
      <p className={styles.lead}>{words.again.lead}</p>
      <SignInForm onSignedIn={goOn} />
    </Modal>
  );
}
