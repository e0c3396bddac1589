import { getRouteApi } from "@tanstack/react-router";
import type { RunDetail } from "@/api/executions";
import { LogViewer } from "./log/log-viewer";

const route = getRouteApi("/inside/p/$p/runs/$id");

interface Props {
  p: string;
  run: RunDetail;
  zone: string;
  attempt: number;
  firstLine: number | undefined;
}

/** What a run says; of a run with several tries, what one of them said. */
export function LogTab({ p, run, zone, attempt, firstLine }: Props) {
  const navigate = route.useNavigate();
  return (
    <LogViewer
      key={attempt}
      address={{ p, execution: run.id, attempt }}
      run={run}
      zone={zone}
      firstLine={firstLine}
      onAttempt={(number) => void navigate({ search: (now) => ({ ...now, try: number }), replace: true })}
    />
  );
}
