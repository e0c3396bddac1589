import { Button } from "@mantine/core";
import type { Invitation } from "@/api/members";
import { dayOf } from "@/time/ends";
import { Banner } from "@/ui/banner";
import { Secret } from "@/ui/secret";
import styles from "./members.module.css";
import { words } from "./words";

interface Props {
  invitation: Invitation;
  zone: string;
  onDone: () => void;
}

/** A link, this one time. */
export function LinkMade({ invitation, zone, onDone }: Props) {
  return (
    <div className={styles.fields}>
      <Banner tone="success">
        <strong>{words.add.ready}</strong>
        <p>{words.add.readyText(words.roles[invitation.role], dayOf(invitation.ends_at, zone))}</p>
      </Banner>
      <Secret label={words.add.address} text={invitation.link ?? ""} copy={words.add.copy} copied={words.add.copied} />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onDone}>
          {words.add.done}
        </Button>
      </div>
    </div>
  );
}
