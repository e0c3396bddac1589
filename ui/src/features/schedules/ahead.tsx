import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { nextRunsQuery, skipRun, unskipRun, type NextRun, type Schedule } from "@/api/schedules";
import { LinkButton } from "@/ui/link-button";
import { notifyOf } from "@/ui/notify";
import { NextRuns } from "./next-runs";
import { tabWords as words } from "./words";

const FEW = 3;
const MANY = 20;

interface Props {
  p: string;
  schedule: Schedule;
  mayChange: boolean;
}

/** The next runs of a saved schedule; a single one can be left out, and put back. */
export function Ahead({ p, schedule, mayChange }: Props) {
  const [count, setCount] = useState(FEW);
  const found = useQuery(nextRunsQuery(p, schedule.id, count));
  const client = useQueryClient();
  const skipping = useMutation({
    mutationFn: (run: NextRun) => (isSkipped(run) ? unskipRun(p, schedule.id, run.nominal) : skipRun(p, schedule.id, run.nominal)),
    onSuccess: () => client.invalidateQueries({ queryKey: ["projects", p] }),
    onError: notifyOf,
  });
  const runs = found.data?.items ?? [];

  function action(run: NextRun) {
    return (
      <>
        {run.outcome !== "will_run" && (
          <LinkButton
            to="/p/$p/why"
            params={{ p }}
            search={{ schedule: schedule.id, at: run.nominal }}
            size="compact-xs"
            variant="subtle"
            aria-label={words.whyOf(run.text)}
          >
            {words.why}
          </LinkButton>
        )}
        {mayChange && turn(run)}
      </>
    );
  }

  function turn(run: NextRun) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={isSkipped(run) ? words.unskipOf(run.text) : words.skipOf(run.text)}
        loading={skipping.isPending && skipping.variables.nominal === run.nominal}
        onClick={() => skipping.mutate(run)}
      >
        {isSkipped(run) ? words.unskip : words.skip}
      </Button>
    );
  }

  return (
    <NextRuns
      runs={runs}
      onMore={count === FEW && runs.length === FEW ? () => setCount(MANY) : undefined}
      action={action}
    />
  );
}

const isSkipped = (run: NextRun): boolean => run.outcome === "skipped_by_person";
