import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { leaveProject, removeMember, schedulesOfQuery, type Member } from "@/api/members";
import { Dialog } from "@/ui/dialog";
import { Loading } from "@/ui/states";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import styles from "./members.module.css";
import { words } from "./words";

interface Props {
  p: string;
  /** Who is to go; nobody: the dialog is closed. */
  member: Member | undefined;
  isMe: boolean;
  onClose: () => void;
}

/** Before somebody goes: what ends with it, and what goes on. */
export function RemoveMember({ p, member, isMe, onClose }: Props) {
  const [shown, setShown] = useState(member);
  const [wasMe, setWasMe] = useState(isMe);
  if (member !== undefined && member !== shown) {
    setShown(member); // it keeps its content while it closes
    setWasMe(isMe);
  }
  const title = wasMe ? words.remove.leaveTitle(p) : words.remove.title(shown?.name ?? "");
  return (
    <Dialog opened={member !== undefined} onClose={onClose} title={title}>
      {shown && <View p={p} member={shown} isMe={wasMe} onClose={onClose} />}
    </Dialog>
  );
}

function View({ p, member, isMe, onClose }: { p: string; member: Member; isMe: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const removing = useMutation({
    mutationFn: () => (isMe ? leaveProject(p) : removeMember(p, member.id)),
    onSuccess: async () => {
      notifications.show({ message: words.remove.done(member.name) });
      onClose();
      if (!isMe) return client.invalidateQueries({ queryKey: ["projects", p] });
      await navigate({ to: "/projects" });
      client.removeQueries({ queryKey: ["projects", p] });
      return client.invalidateQueries({ queryKey: ["projects"], exact: true });
    },
  });
  return (
    <div className={styles.fields}>
      <p>{isMe ? words.remove.accessMine : words.remove.access}</p>
      <Schedules p={p} name={member.name} />
      <p>{words.remove.runs}</p>
      <Trouble error={removing.error} />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button loading={removing.isPending} onClick={() => removing.mutate()}>
          {isMe ? words.remove.leaveButton : words.remove.button(member.name)}
        </Button>
      </div>
    </div>
  );
}

const FIRST = 6;

function Schedules({ p, name }: { p: string; name: string }) {
  const found = useQuery(schedulesOfQuery(p, name));
  if (found.isPending) return <Loading rows={2} />;
  const schedules = found.data ?? [];
  if (schedules.length === 0) return <p>{words.remove.noSchedules}</p>;
  return (
    <div>
      <p>{words.remove.schedules(schedules.length)}</p>
      <ul className={styles.schedules}>
        {schedules.slice(0, FIRST).map((schedule) => (
          <li key={schedule.id}>{words.remove.schedule(schedule.target.job ?? "", schedule.sentence)}</li>
        ))}
        {schedules.length > FIRST && <li>{words.remove.more(schedules.length - FIRST)}</li>}
      </ul>
    </div>
  );
}
