import { Button, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { addMember, invite, type Invitation, type Role } from "@/api/members";
import { useTrusting } from "@/api/trusting";
import { Choice } from "@/ui/choice";
import { Dialog } from "@/ui/dialog";
import { Refused } from "@/ui/refused";
import { common } from "@/words/common";
import { LinkMade } from "./link-made";
import styles from "./members.module.css";
import { RoleSelect } from "./roles";
import { words } from "./words";

interface Props {
  p: string;
  zone: string;
  opened: boolean;
  onClose: () => void;
}

/** Somebody gets in by name, or by a link that makes an account too. */
export function AddPeople({ p, zone, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={words.add.title}>
      <View p={p} zone={zone} onClose={onClose} />
    </Dialog>
  );
}

type Way = "account" | "link";

function View({ p, zone, onClose }: Omit<Props, "opened">) {
  const client = useQueryClient();
  const [way, setWay] = useState<Way>("account");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("guest");
  const [made, setMade] = useState<Invitation>();
  const again = () => client.invalidateQueries({ queryKey: ["projects", p] });
  const adding = useTrusting(
    () => addMember(p, name.trim(), role),
    (member) => {
      notifications.show({ message: words.add.added(member.name) });
      onClose();
      return again();
    },
  );
  const inviting = useTrusting(
    () => invite(p, role),
    (invitation) => {
      setMade(invitation);
      return again();
    },
  );
  const sent = way === "account" ? adding : inviting;
  if (made) return <LinkMade invitation={made} zone={zone} onDone={onClose} />;

  function submit(event: FormEvent) {
    event.preventDefault();
    sent.send(undefined);
  }

  return (
    <form onSubmit={submit} noValidate className={styles.fields}>
      <Choice<Way>
        label={words.add.how}
        value={way}
        options={[
          { value: "account", label: words.add.account, hint: words.add.accountHint, icon: "user" },
          { value: "link", label: words.add.link, hint: words.add.linkHint, icon: "link" },
        ]}
        onChange={setWay}
      />
      {way === "account" && (
        <TextInput
          label={words.add.name}
          data-autofocus
          autoComplete="off"
          value={name}
          error={adding.problem?.of("person")}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <RoleSelect name={words.add.role} label={words.add.role} value={role} onChange={setRole} />
      <Refused sent={sent} field="person" />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" loading={sent.isPending} disabled={way === "account" && name.trim() === ""}>
          {way === "account" ? words.add.addButton : words.add.linkButton}
        </Button>
      </div>
    </form>
  );
}
