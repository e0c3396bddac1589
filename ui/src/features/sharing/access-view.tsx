import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accessQuery, share, type Access } from "@/api/sharing";
import { jobTagsQuery, tagsQuery } from "@/api/tags";
import { Failed, Loading } from "@/ui/states";
import { AddBox } from "./add-box";
import { useCircle, type Circle } from "./circle";
import { draftOf, type Draft } from "./draft";
import { Everyone } from "./everyone";
import { Footer } from "./footer";
import { useGifts } from "./gifts";
import { PeopleList } from "./people-list";
import { useSaving, type Etags } from "./saving";
import styles from "./sharing.module.css";
import { words } from "./words";

interface Props {
  p: string;
  job: string;
  onCheck: () => void;
  onClose: () => void;
}

/** Who has access to a job: given at once, person by person; what holds for all others is saved together. */
export function AccessView({ p, job, onCheck, onClose }: Props) {
  const circle = useCircle(p);
  const access = useQuery(accessQuery(p, job));
  const tags = useQuery(jobTagsQuery(p, job));
  const failed = access.error ?? tags.error;
  if (access.data && tags.data) {
    const etags = { access: access.data.etag, tags: tags.data.etag };
    return <Shown job={job} circle={circle} access={access.data.data} etags={etags} onCheck={onCheck} onClose={onClose} />;
  }
  return failed ? <Failed error={failed} onRetry={() => void access.refetch()} /> : <Loading rows={5} />;
}

interface ShownProps extends Omit<Props, "p"> {
  circle: Circle;
  access: Access;
  etags: Etags;
}

interface Edit {
  base: Draft;
  etags: Etags;
  draft: Draft;
}

function Shown({ job, circle, access, etags, onCheck, onClose }: ShownProps) {
  const p = circle.project;
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["projects", p] });
  const theirs = draftOf(access);
  const [edit, setEdit] = useState<Edit>();
  const saving = useSaving(p, job);
  const known = useQuery({ ...tagsQuery(p), enabled: circle.isMine });
  const gifts = useGifts((gift) => share(p, job, gift), again);
  const draft = edit?.draft ?? theirs;
  const drop = () => {
    setEdit(undefined);
    saving.reset();
  };
  const save = (from: Edit) => saving.save({ saved: from.base, draft: from.draft, etags: from.etags }, { onSuccess: drop });

  return (
    <div className={styles.view}>
      <AddBox key={gifts.added} circle={circle} giving={gifts.adding} />
      <PeopleList job={job} access={access} circle={circle} giving={gifts.raising} onChanged={again} />
      <Everyone
        project={p}
        draft={draft}
        known={known.data?.items.map((row) => row.tag) ?? []}
        problem={saving.problem}
        set={(now) => setEdit({ base: edit?.base ?? theirs, etags: edit?.etags ?? etags, draft: now })}
      />
      <Footer
        saved={edit?.base ?? theirs}
        theirs={theirs}
        draft={draft}
        saving={saving}
        onSave={() => edit && save(edit)}
        onSaveMine={() => save({ base: theirs, etags, draft })}
        onDrop={drop}
        onClose={onClose}
      >
        <Button variant="subtle" color="gray" onClick={onCheck}>
          {words.check.open}
        </Button>
      </Footer>
    </div>
  );
}
