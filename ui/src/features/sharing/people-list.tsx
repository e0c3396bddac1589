import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { meQuery } from "@/api/session";
import { unshare, type Access, type Gift } from "@/api/sharing";
import type { Trusting } from "@/api/trusting";
import { notifyOf } from "@/ui/notify";
import { Refused } from "@/ui/refused";
import type { Circle } from "./circle";
import { PersonRow } from "./person-row";
import { rightsOf, type Right } from "./rights";
import styles from "./sharing.module.css";
import { words } from "./words";

const FIRST = 12;

interface Props {
  job: string;
  access: Access;
  circle: Circle;
  giving: Trusting<Gift>;
  onChanged: () => unknown;
}

/** Everybody who can do something with the job. */
export function PeopleList({ job, access, circle, giving, onChanged }: Props) {
  const id = useId();
  const me = useQuery(meQuery);
  const [isWhole, setWhole] = useState(false);
  const rights = rightsOf(access, circle.members);
  const removing = useMutation({
    mutationFn: (right: Right) => unshare(circle.project, job, right.own?.id ?? 0),
    onSuccess: (_, right) => {
      notifications.show({ message: words.removed(right.person) });
      return onChanged();
    },
    onError: notifyOf,
  });
  const shown = isWhole ? rights : rights.slice(0, FIRST);
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        {words.people}
      </h3>
      <Refused sent={giving} />
      <ul>
        {shown.map((right) => (
          <PersonRow
            key={right.person}
            circle={circle}
            right={right}
            isMe={right.person === me.data?.name}
            isBusy={giving.isPending || removing.isPending}
            onRaise={(level) => giving.send({ person: right.person, level, ends_at: right.own?.ends_at ?? null, reason: right.own?.reason ?? "" })}
            onRemove={() => removing.mutate(right)}
          />
        ))}
      </ul>
      {rights.length > shown.length && (
        <Button variant="subtle" color="gray" size="xs" mt={8} onClick={() => setWhole(true)}>
          {words.others(rights.length - shown.length)}
        </Button>
      )}
      {!circle.isListed && <p className={styles.note}>{words.unlisted}</p>}
    </section>
  );
}
