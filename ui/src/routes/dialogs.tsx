import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { ScheduleDialog } from "@/features/schedules/schedule-dialog";
import type { ShareDialog } from "@/features/sharing/share-dialog";

const AHEAD_MS = 300; // once the page stands, what somebody will press next is fetched
const OPENER = 'a[href*="dialog="]';

interface Loaded {
  Schedule: typeof ScheduleDialog;
  Share: typeof ShareDialog;
}

let loaded: Loaded | undefined;

async function load(): Promise<Loaded> {
  if (loaded) return loaded;
  const [schedules, sharing] = await Promise.all([import("@/features/schedules/schedule-dialog"), import("@/features/sharing/share-dialog")]);
  loaded = { Schedule: schedules.ScheduleDialog, Share: sharing.ShareDialog };
  return loaded;
}

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

  const found = useLoaded(dialog !== undefined);
  const wasAsked = useOnce(dialog);
  if (!found) return null;
  return (
    <>
      {wasAsked.has("schedule") && (
        <found.Schedule p={p} job={dialog === "schedule" ? job : undefined} schedule={schedule} onClose={close} />
      )}
      {wasAsked.has("share") && <found.Share p={p} job={dialog === "share" ? job : undefined} onClose={close} />}
    </>
  );
}

/**
 * The dialogs, fetched while nothing else happens, or when somebody's hand is above what opens one.
 *
 * Not by `lazy`: React shows what was suspended up to 300 ms late, also when it is there already.
 */
function useLoaded(isWanted: boolean): Loaded | undefined {
  const [found, setFound] = useState(loaded);
  useEffect(() => {
    if (found) return undefined;
    const fetch = () => void load().then(setFound, isWanted ? fail : () => undefined);
    const fail = (error: Error) =>
      setFound(() => {
        throw error;
      });
    if (isWanted) fetch();
    const over = ({ target }: Event) => {
      if (target instanceof Element && target.closest(OPENER)) fetch();
    };
    const timer = setTimeout(() => requestIdleCallback(fetch), AHEAD_MS);
    document.addEventListener("pointerover", over);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", over);
    };
  }, [found, isWanted]);
  return found;
}

/** The dialogs that were open on this page so far: they stay, so that they can close as they opened. */
function useOnce(dialog: DialogSearch["dialog"]): ReadonlySet<string> {
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  if (dialog && !asked.has(dialog)) setAsked(new Set([...asked, dialog]));
  return asked;
}
