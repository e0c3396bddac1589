import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { KeptFocus } from "@/ui/kept-focus";
import { useReturnFocus } from "@/ui/return-focus";
import { sessionEnded, useSessionEnded } from "./ended";
import { SignInForm } from "./sign-in-form";
import styles from "./sign-in.module.css";
import { words } from "./words";

/** Over the page whose session ended: the page stays as it is, and is asked anew afterwards. */
export function SignInAgain() {
  const hasEnded = useSessionEnded();
  const client = useQueryClient();
  const within = useRef<HTMLDivElement>(null);
  useReturnFocus(hasEnded);

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
      trapFocus={false}
      returnFocus={false}
      title={words.again.title}
      zIndex={1000}
    >
      <KeptFocus ref={within}>
        <p className={styles.lead}>{words.again.lead}</p>
        <SignInForm onSignedIn={goOn} />
      </KeptFocus>
    </Modal>
  );
}
