import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

const ScheduleDialog = lazy(() => import("@/features/schedules/schedule-dialog").then((found) => ({ default: found.ScheduleDialog })));

const ShareDialog = lazy(() => import("@/features/sharing/share-dialog").then((found) => ({ default: found.ShareDialog })));

/** What an address says about an open dialog: `?dialog=schedule&schedule=46`; in lists also whose, `&job=load-bank`. */
export interface DialogSearch {
  dialog?: "schedule" | "share";
  schedule?: number;
  job?: string;
}

export function readDialog(search: Record<string, unknown>): DialogSearch {
  if (search.dialog !== "schedule" && search.dialog !== "share") return {};
  return {
    dialog: search.dialog,
    ...(typeof search.schedule === "number" ? { schedule: search.schedule } : {}),
    ...(typeof search.job === "string" ? { job: search.job } : {}),
  };
}

const withoutDialog = (search: DialogSearch) => ({ ...search, dialog: undefined, schedule: undefined, job: undefined });

interface Props {
  p: string;
  job: string | undefined;
}

/** The dialogs of jobs, over whatever page the address names. */
export function Dialogs({ p, job }: Props) {
  const { dialog, schedule } = useSearch({ strict: false }) as DialogSearch;
  const navigate = useNavigate();

  function close() {
    void navigate({ to: ".", search: withoutDialog as never, replace: true });
  }

  return (
    <Suspense>
      <ScheduleDialog p={p} job={dialog === "schedule" ? job : undefined} schedule={schedule} onClose={close} />
      <ShareDialog p={p} job={dialog === "share" ? job : undefined} onClose={close} />
    </Suspense>
  );
}
