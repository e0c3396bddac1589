import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useRef, type RefObject } from "react";
import { jobQuery } from "@/api/jobs";
import { projectQuery } from "@/api/projects";
import { scheduleQuery } from "@/api/schedules";
import { isBelow, KeptFocus } from "@/ui/kept-focus";
import { useReturnFocus } from "@/ui/return-focus";
import { Failed, Loading } from "@/ui/states";
import { common } from "@/words/common";
import { wallNow } from "@/time/walls";
import { Editor } from "./editor";
import { formOf, newForm } from "./form";
import styles from "./dialog.module.css";
import { words } from "./words";

interface Props {
  p: string;
  /** The job whose dialog is open; without one it is closed. */
  job: string | undefined;
  /** The saved schedule that is changed; without one a new one is made. */
  schedule: number | undefined;
  onClose: () => void;
}

/** When a job runs: how often, from when, until when, with the consequence beside it. */
export function ScheduleDialog({ p, job, schedule, onClose }: Props) {
  const isPhone = useMediaQuery("(max-width: 640px)");
  const within = useRef<HTMLDivElement>(null);
  useReturnFocus(job !== undefined);
  return (
    <Modal.Root
      opened={job !== undefined}
      onClose={() => isBelow(within) || onClose()}
      trapFocus={false}
      returnFocus={false}
      size={980}
      fullScreen={isPhone ?? false}
      centered
    >
      <Modal.Overlay backgroundOpacity={0.45} color="var(--scrim)" />
      <Modal.Content radius={isPhone ? 0 : "lg"}>
        {job !== undefined && <Content within={within} p={p} job={job} schedule={schedule} onClose={onClose} />}
      </Modal.Content>
    </Modal.Root>
  );
}

function Content({ within, p, job, schedule, onClose }: Props & { within: RefObject<HTMLDivElement | null>; job: string }) {
  const target = useQuery(jobQuery(p, job));
  const project = useQuery(projectQuery(p));
  const saved = useQuery({ ...scheduleQuery(p, schedule ?? 0), enabled: schedule !== undefined });
  const failed = target.error ?? project.error ?? saved.error;
  const isReady = target.data && project.data && (schedule === undefined || saved.data);
  const title = target.data?.title ?? job;
  return (
    <>
      <div className={styles.head}>
        <div>
          <Modal.Title fw={620} fz="lg">
            {schedule === undefined ? words.title(title) : words.change(title)}
          </Modal.Title>
          <p className={styles.lead}>{words.lead}</p>
        </div>
        <Modal.CloseButton aria-label={common.close} />
      </div>
      <KeptFocus ref={within}>
        {failed && !isReady && <Failed error={failed} />}
        {!failed && !isReady && <Loading />}
        {isReady && (
          <Editor
            key={saved.data?.id ?? 0}
            p={p}
            job={target.data}
            saved={saved.data}
            first={saved.data ? formOf(saved.data, wallNow(saved.data.tz)) : newForm(wallNow(project.data.tz), project.data.tz)}
            onClose={onClose}
          />
        )}
      </KeptFocus>
    </>
  );
}
