import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Problem } from "@/api/problem";
import { pauseSchedule, type Schedule } from "@/api/schedules";
import { addDays } from "@/time/days";
import { wallNow } from "@/time/walls";
import { DateField } from "@/ui/date-field";
import { Dialog } from "@/ui/dialog";
import { TimeField } from "@/ui/time-field";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import styles from "./tab.module.css";
import { tabWords as words, words as dialogWords } from "./words";

interface Props {
  p: string;
  schedule: Schedule;
  opened: boolean;
  onClose: () => void;
}

/** Nothing runs for a while: until when, and why, which everybody sees who may see the job. */
export function PauseDialog({ opened, onClose, ...rest }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={words.pauseTitle}>
      <Form {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Form({ p, schedule, onClose }: Omit<Props, "opened">) {
  const today = wallNow(schedule.tz).day;
  const [hasEnd, setHasEnd] = useState(true);
  const [day, setDay] = useState(() => addDays(today, 1));
  const [time, setTime] = useState("08:00");
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const pausing = useMutation({
    mutationFn: () => pauseSchedule(p, schedule.id, { until: hasEnd ? `${day}T${time}` : null, reason }),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: ["projects", p] });
    },
  });
  const problem = pausing.error instanceof Problem ? pausing.error : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    pausing.mutate();
  }

  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      <SegmentedControl
        aria-label={words.howLong}
        value={hasEnd ? "until" : "open"}
        data={[
          { value: "until", label: words.untilADay },
          { value: "open", label: words.untilIResume },
        ]}
        onChange={(value) => setHasEnd(value === "until")}
      />
      {hasEnd && (
        <div className={styles.inline}>
          <DateField label={words.untilDay} value={day} today={today} words={dialogWords} error={problem?.of("until")} onChange={setDay} />
          <TimeField label={words.untilTime} value={time} wrong={dialogWords.notATime} onChange={setTime} />
        </div>
      )}
      <TextInput label={words.reason} maxLength={280} value={reason} error={problem?.of("reason")} onChange={(event) => setReason(event.currentTarget.value)} />
      <Trouble error={pausing.error} at={hasEnd ? ["until", "reason"] : ["reason"]} />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" loading={pausing.isPending}>
          {words.pauseNow}
        </Button>
      </div>
    </form>
  );
}
