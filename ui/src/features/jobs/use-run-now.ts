import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { startRun } from "@/api/jobs";
import { notifyOf } from "@/ui/notify";
import { notifyLink } from "@/ui/notify-link";
import { words } from "./words";

/** Starts a job as it is, and says where its run can be watched. */
export function useRunNow(p: string, job: { name: string; title: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => startRun(p, job.name, {}),
    onSuccess: ({ id }) => {
      notifyLink({
        message: words.started(job.title),
        label: words.viewRun,
        href: `/p/${p}/runs/${id}`,
        onGo: () => void navigate({ to: "/p/$p/runs/$id", params: { p, id: String(id) } }),
      });
      return client.invalidateQueries({ queryKey: ["projects", p, "jobs"] });
    },
    onError: notifyOf,
  });
}
