import { Button, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { deleteJob } from "@/api/jobs";
import { isProblem } from "@/api/problem";
import { schedulesQuery } from "@/api/schedules";
import { Banner } from "@/ui/banner";
import { Dialog } from "@/ui/dialog";
import { Failed, Loading } from "@/ui/states";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import styles from "./delete-job.module.css";
import { words } from "./words";

interface Props {
  p: string;
  job: { name: string; title: string };
  opened: boolean;
  onClose: () => void;
}

/** Before a job goes: what goes with it, and what stays. */
export default function DeleteJob({ opened, onClose, ...rest }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={words.delete.title(rest.job.title)}>
      {opened && <View {...rest} onClose={onClose} />}
    </Dialog>
  );
}

const FEW = 5;

function View({ p, job, onClose }: Omit<Props, "opened">) {
  const found = useInfiniteQuery(schedulesQuery(p, job.name));
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const deleting = useDeleting(p, job, onClose);
  if (found.isPending) return <Loading rows={3} />;
  if (!found.data) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  const schedules = found.data.pages.flatMap((page) => page.items);
  const runs = isProblem(deleting.error, "in_use");

  function submit(event: FormEvent) {
    event.preventDefault();
    const isMeant = schedules.length === 0 || typed.trim() === job.name;
    setWrong(!isMeant);
    if (isMeant) deleting.mutate(runs);
  }

  return (
    <form className={styles.fields} onSubmit={submit} noValidate>
      {schedules.length === 0 ? (
        <p>{words.delete.noSchedules}</p>
      ) : (
        <div>
          <p>{words.delete.schedules(schedules.length, found.hasNextPage)}</p>
          <ul className={styles.list}>
            {schedules.slice(0, FEW).map((schedule) => (
              <li key={schedule.id}>{schedule.sentence}</li>
            ))}
          </ul>
        </div>
      )}
      <p>{words.delete.shares}</p>
      <p>{words.delete.runs}</p>
      {schedules.length > 0 && (
        <TextInput
          label={words.delete.word(job.name)}
          classNames={{ input: "mono" }}
          autoComplete="off"
          data-autofocus
          value={typed}
          error={isWrong && words.delete.wrongWord(job.name)}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {runs ? <Banner tone="failed">{words.delete.running}</Banner> : <Trouble error={deleting.error} />}
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" loading={deleting.isPending}>
          {runs ? words.delete.stopAndDelete : words.delete.button}
        </Button>
      </div>
    </form>
  );
}

function useDeleting(p: string, job: Props["job"], onClose: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (stop: boolean) => deleteJob(p, job.name, stop),
    onSuccess: async () => {
      notifications.show({ message: words.delete.done(job.title) });
      onClose();
      await navigate({ to: "/p/$p/jobs", params: { p } });
      client.removeQueries({ queryKey: ["projects", p, "jobs", job.name] });
      return client.invalidateQueries({ queryKey: ["projects", p] });
    },
  });
}
