import { TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeMember, membersQuery, type Member, type Role } from "@/api/members";
import { meQuery } from "@/api/session";
import { useTrusting } from "@/api/trusting";
import { Icon } from "@/ui/icons/icon";
import { Refused } from "@/ui/refused";
import { Failed, Loading } from "@/ui/states";
import { Table } from "@/ui/table";
import { MemberRow } from "./member-row";
import styles from "./members.module.css";
import { RemoveMember } from "./remove-member";
import { Meanings } from "./roles";
import { words } from "./words";

const FEW = 8; // so many are found by eye

interface Props {
  p: string;
  isMine: boolean;
}

/** Who is a member, and as what. */
export function PeopleTab({ p, isMine }: Props) {
  const members = useQuery(membersQuery(p));
  if (members.isPending) return <Loading />;
  if (!members.data) return <Failed error={members.error} onRetry={() => void members.refetch()} />;
  return <People p={p} isMine={isMine} members={members.data.items} />;
}

function People({ p, isMine, members }: Props & { members: readonly Member[] }) {
  const me = useQuery(meQuery);
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [leaving, setLeaving] = useState<Member>();
  const changing = useTrusting(
    ({ member, role }: { member: Member; role: Role }) => changeMember(p, member.id, role),
    (changed) => {
      notifications.show({ message: words.changed(changed.name, words.roles[changed.role]) });
      return client.invalidateQueries({ queryKey: ["projects", p] });
    },
  );
  const owners = members.filter((member) => member.role === "owner" && !member.disabled);
  const shown = members
    .filter((member) => member.name.toLowerCase().includes(typed.trim().toLowerCase()))
    .toSorted((one, other) => one.name.localeCompare(other.name));
  const columns = [words.columns.person, words.columns.role, words.columns.actions];
  return (
    <div className={styles.layout}>
      <div className={styles.list}>
        {members.length > FEW && (
          <TextInput
            aria-label={words.find}
            placeholder={words.find}
            leftSection={<Icon name="search" />}
            className={styles.find}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Refused sent={changing} />
        {shown.length === 0 && <p role="status">{words.noHit(typed)}</p>}
        <Table label={words.title} columns={columns}>
          {shown.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              isMe={member.id === me.data?.id}
              isMine={isMine}
              isLast={owners.length === 1 && owners[0]?.id === member.id}
              isBusy={changing.isPending}
              onRole={(role) => changing.send({ member, role })}
              onRemove={() => setLeaving(member)}
            />
          ))}
        </Table>
      </div>
      <Meanings />
      <RemoveMember p={p} member={leaving} isMe={leaving?.id === me.data?.id} onClose={() => setLeaving(undefined)} />
    </div>
  );
}
