import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";

const loadSchedule = () => import("@/features/schedules/schedule-dialog").then((found) => ({ default: found.ScheduleDialog }));
const loadShare = () => import("@/features/sharing/share-dialog").then((found) => ({ default: found.ShareDialog }));
const ScheduleDialog = lazy(loadSchedule);
const ShareDialog = lazy(loadShare);
const AHEAD_MS = 2000; // once the page stands, what somebody will press next is fetched

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

  useAhead();
  const wasAsked = useOnce(dialog);
  return (
    <Suspense>
      {wasAsked.has("schedule") && (
        <ScheduleDialog p={p} job={dialog === "schedule" ? job : undefined} schedule={schedule} onClose={close} />
      )}
      {wasAsked.has("share") && <ShareDialog p={p} job={dialog === "share" ? job : undefined} onClose={close} />}
    </Suspense>
  );
}

/** Fetch the dialogs while nothing else happens, so that the first press opens one at once. */
function useAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadSchedule(), loadShare()]).catch(() => undefined), AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
}

/** The dialogs that were open on this page so far: they stay, so that they can close as they opened. */
function useOnce(dialog: DialogSearch["dialog"]): ReadonlySet<string> {
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  if (dialog && !asked.has(dialog)) setAsked(new Set([...asked, dialog]));
  return asked;
}
