import { useMutation, useQueryClient } from "@tanstack/react-query";
import { notifications } from "@mantine/notifications";
import { isProblem, Problem } from "@/api/problem";
import { accessQuery, setAccess } from "@/api/sharing";
import { jobTagsQuery, setTags } from "@/api/tags";
import { switchesDiffer, tagsDiffer, type Draft } from "./draft";
import { words } from "./words";

/** Which states of the two are changed. */
export interface Etags {
  access: string;
  tags: string;
}

/** Saves what differs, each part with its own ETag. */
export function useSaving(p: string, job: string) {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ["projects", p, "jobs"] });
  const saving = useMutation({
    mutationFn: async ({ saved, draft, etags }: { saved: Draft; draft: Draft; etags: Etags }) => {
      if (switchesDiffer(saved, draft)) await setAccess(p, job, draft.switches, etags.access);
      if (tagsDiffer(saved, draft)) await setTags(p, job, draft.tags, etags.tags);
    },
    onSuccess: async () => {
      notifications.show({ message: words.saved });
      await again();
    },
    onError: () =>
      Promise.all([
        client.invalidateQueries(accessQuery(p, job)),
        client.invalidateQueries(jobTagsQuery(p, job)),
      ]),
  });
  return {
    save: saving.mutate,
    reset: saving.reset,
    isPending: saving.isPending,
    isStale: isProblem(saving.error, "stale_revision"),
    problem: saving.error instanceof Problem ? saving.error : undefined,
  };
}
