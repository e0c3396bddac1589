import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Run } from "@/api/executions";
import { words } from "./words";

/** Once a run is queued: say so, and go there. */
export function useStarted(p: string, onDone?: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (run: Run) => {
    notifications.show({ message: words.again.done(run.id) });
    onDone?.();
    void client.invalidateQueries({ queryKey: ["projects", p] });
    void navigate({ to: "/p/$p/runs/$id", params: { p, id: String(run.id) }, search: {} });
  };
}
