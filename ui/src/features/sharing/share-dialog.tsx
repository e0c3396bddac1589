import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { jobQuery } from "@/api/jobs";
import { Dialog } from "@/ui/dialog";
import { Loading } from "@/ui/states";
import { words } from "./words";

const AccessView = lazy(async () => ({ default: (await import("./access-view")).AccessView }));
const CheckView = lazy(async () => ({ default: (await import("./check-view")).CheckView }));

interface Props {
  p: string;
  /** The job whose access is shown; none: the dialog is closed. */
  job: string | undefined;
  onClose: () => void;
}

/** Who can do what with a job. */
export function ShareDialog({ p, job, onClose }: Props) {
  const [shown, setShown] = useState(job);
  if (job !== undefined && job !== shown) setShown(job); // it keeps its content while it closes
  const found = useQuery({ ...jobQuery(p, shown ?? ""), enabled: job !== undefined });
  return (
    <Dialog opened={job !== undefined} onClose={onClose} title={words.title(found.data?.title ?? shown ?? "")} size={680}>
      {shown !== undefined && <Views key={shown} p={p} job={shown} onClose={onClose} />}
    </Dialog>
  );
}

function Views({ p, job, onClose }: { p: string; job: string; onClose: () => void }) {
  const [isChecking, setChecking] = useState(false);
  return (
    <Suspense fallback={<Loading rows={5} />}>
      {isChecking ? (
        <CheckView p={p} job={job} onBack={() => setChecking(false)} />
      ) : (
        <AccessView p={p} job={job} onCheck={() => setChecking(true)} onClose={onClose} />
      )}
    </Suspense>
  );
}
