import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { changeSchedule, createSchedule, deleteSchedule, type Preview, type Schedule } from "@/api/schedules";
import { now, dayAndTime } from "@/time/moments";
import { notifyOf } from "@/ui/notify";
import { written, type Form } from "./form";
import { undoWords, words } from "./words";

interface Options {
  p: string;
  job: string;
  saved: Schedule | undefined;
  onDone: () => void;
}

/** Saves rows, as a new schedule or over the saved one, and says what follows, with a way back. */
export function useSaving({ p, job, saved, onDone }: Options) {
  const client = useQueryClient();
  const [base, setBase] = useState(saved);
  const refresh = () => client.invalidateQueries({ queryKey: ["projects", p] });

  const saving = useMutation({
    mutationFn: ({ form, over }: { form: Form; over: Schedule | undefined }) =>
      over ? changeSchedule(p, over.id, changedBody(form, over), over.revision) : createSchedule(p, { ...bodyOf(form), target: { job } }),
    onSuccess: (done) => {
      void refresh();
      tell(done);
      onDone();
    },
  });

  const undoing = useMutation({
    mutationFn: async (done: Schedule) => {
      if (base) await changeSchedule(p, done.id, fieldsOf(base), done.revision);
      else await deleteSchedule(p, done.id);
    },
    onSuccess: refresh,
    onError: notifyOf,
  });

  function tell(done: Schedule) {
    const next = done.next_fire_at === null ? words.noNext : dayAndTime(done.next_fire_at, done.tz, now());
    const id = notifications.show({
      autoClose: 10_000,
      title: base ? words.changed(next) : words.saved(next),
      message: (
        <Button size="compact-sm" variant="light" onClick={() => (undoing.mutate(done), notifications.hide(id))}>
          {undoWords.undo}
        </Button>
      ),
    });
  }

  return {
    problem: saving.error instanceof Problem ? saving.error : undefined,
    isSaving: saving.isPending,
    save: (form: Form, preview: Preview | undefined) => preview?.valid !== false && saving.mutate({ form, over: base }),
    saveOver: (form: Form, theirs: Schedule) => {
      setBase(theirs);
      saving.mutate({ form, over: theirs });
    },
    forget: (theirs: Schedule) => {
      setBase(theirs);
      saving.reset();
    },
  };
}

const bodyOf = (form: Form): Omit<Schemas["NewSchedule"], "target"> => written(form);

/** The rows, and what they have no field for: how many wait, how late is too late. */
function changedBody(form: Form, over: Schedule): Schemas["ChangedSchedule"] {
  const body = written(form);
  return {
    ...body,
    overlap: { ...over.overlap, ...body.overlap },
    misfire: { ...over.misfire, ...body.misfire },
  };
}

/** What was saved, as it is sent. */
export function fieldsOf(before: Schedule): Omit<Schemas["NewSchedule"], "target"> {
  const { name, trigger, tz, start, end, max_runs } = before;
  const policies = { overlap: before.overlap, misfire: before.misfire };
  return { name, trigger, tz, start, end, max_runs, ...policies, arguments: before.arguments, parameters: before.parameters };
}
