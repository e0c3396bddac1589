import { getRouteApi } from "@tanstack/react-router";
import type { RunDetail } from "@/api/executions";
import { attemptOf, LogViewer } from "./log/log-viewer";

const route = getRouteApi("/inside/p/$p/runs/$id");

/** What a run says; of a run with several tries, what one of them said. */
export function LogTab({ p, run, zone }: { p: string; run: RunDetail; zone: string }) {
  const { try: chosen } = route.useSearch();
  const navigate = route.useNavigate();
  const attempt = attemptOf(run, chosen);
  return (
    <LogViewer
      key={attempt}
      address={{ p, execution: run.id, attempt }}
      run={run}
      zone={zone}
      firstLine={undefined}
      onAttempt={(number) => void navigate({ search: (now) => ({ ...now, try: number }), replace: true })}
    />
  );
}
