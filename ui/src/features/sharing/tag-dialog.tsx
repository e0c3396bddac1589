import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Gift, Grant } from "@/api/sharing";
import { shareTag, tagGrantsQuery, unshareTag } from "@/api/tags";
import { Dialog } from "@/ui/dialog";
import { notifyOf } from "@/ui/notify";
import { Refused } from "@/ui/refused";
import { Failed, Loading } from "@/ui/states";
import { AddBox } from "./add-box";
import { useCircle, type Circle } from "./circle";
import { useGifts } from "./gifts";
import { PersonRow } from "./person-row";
import { rightByTag } from "./rights";
import styles from "./sharing.module.css";
import { words } from "./words";

interface Props {
  p: string;
  /** The tag that is shared by; none: the dialog is closed. */
  tag: string | undefined;
  jobs: number;
  onClose: () => void;
}

/** Who has access by a tag. */
export function TagDialog({ p, tag, jobs, onClose }: Props) {
  const [shown, setShown] = useState(tag);
  if (tag !== undefined && tag !== shown) setShown(tag); // it keeps its content while it closes
  return (
    <Dialog opened={tag !== undefined} onClose={onClose} title={words.tagPage.title(shown ?? "")} size={680}>
      {shown !== undefined && <View key={shown} p={p} tag={shown} jobs={jobs} />}
    </Dialog>
  );
}

function View({ p, tag, jobs }: { p: string; tag: string; jobs: number }) {
  const client = useQueryClient();
  const circle = useCircle(p);
  const again = () => client.invalidateQueries({ queryKey: ["projects", p] });
  const gifts = useGifts((gift) => shareTag(p, tag, gift), again);
  const removing = useMutation({
    mutationFn: (grant: Grant) => unshareTag(p, tag, grant.id),
    onSuccess: again,
    onError: notifyOf,
  });
  return (
    <div className={styles.view}>
      <p className={styles.note}>{words.tagPage.lead(jobs)}</p>
      <AddBox key={gifts.added} circle={circle} giving={gifts.adding} />
      <Refused sent={gifts.raising} />
      <Given
        tag={tag}
        circle={circle}
        isBusy={gifts.raising.isPending || removing.isPending}
        onRaise={(grant, level) => gifts.raising.send({ person: grant.person, level, ends_at: grant.ends_at, reason: grant.reason })}
        onRemove={(grant) => removing.mutate(grant)}
      />
    </div>
  );
}

interface GivenProps {
  tag: string;
  circle: Circle;
  isBusy: boolean;
  onRaise: (grant: Grant, level: Gift["level"]) => void;
  onRemove: (grant: Grant) => void;
}

function Given({ tag, circle, isBusy, onRaise, onRemove }: GivenProps) {
  const grants = useQuery(tagGrantsQuery(circle.project, tag));
  if (grants.isPending) return <Loading rows={3} />;
  if (!grants.data) return <Failed error={grants.error} onRetry={() => void grants.refetch()} />;
  if (grants.data.items.length === 0) return <p className={styles.note}>{words.tagPage.nobody}</p>;
  return (
    <section aria-label={words.people}>
      <h3 className={styles.heading}>{words.people}</h3>
      <ul>
        {grants.data.items.map((grant) => (
          <PersonRow
            key={grant.id}
            circle={circle}
            right={rightByTag(grant)}
            isMe={false}
            isBusy={isBusy}
            onRaise={(level) => onRaise(grant, level)}
            onRemove={() => onRemove(grant)}
          />
        ))}
      </ul>
    </section>
  );
}
