import { VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { runsOfJobQuery, type Run } from "@/api/executions";
import { duration, secondsBetween } from "@/time/moments";
import { Moment } from "@/ui/moment";
import { Failed, Loading } from "@/ui/states";
import { StatusPill } from "@/ui/status-pill";
import { Cell, Row, Table } from "@/ui/table";
import { common } from "@/words/common";
import { reasonOf } from "./reason";
import { words } from "./words";

interface Props {
  p: string;
  job: string;
  zone: string;
}

/** How a job's newest runs went. */
export function Results({ p, job, zone }: Props) {
  const found = useQuery(runsOfJobQuery(p, job));
  if (found.isPending) return <Loading rows={3} />;
  if (!found.data) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  const runs = found.data.items;
  if (runs.length === 0) return <p className="dim">{words.form.noResults}</p>;
  return (
    <Table label={words.form.results} columns={Object.values(words.form.columns)}>
      {runs.map((run) => (
        <Result key={run.id} p={p} run={run} zone={zone} />
      ))}
    </Table>
  );
}

function Result({ p, run, zone }: { p: string; run: Run; zone: string }) {
  return (
    <Row>
      <Cell>
        <Link to="/p/$p/runs/$id" params={{ p, id: String(run.id) }}>
          <StatusPill state={run.state} detail={reasonOf(run)} />
          <VisuallyHidden>{words.run(run.id)}</VisuallyHidden>
        </Link>
      </Cell>
      <Cell>
        <Moment at={run.nominal_at ?? run.created_at} zone={zone} />
      </Cell>
      <Cell>{run.requested_by || words.by.schedule}</Cell>
      <Cell className="num">
        {run.started_at && run.ended_at ? duration(secondsBetween(run.started_at, run.ended_at)) : common.nothing}
      </Cell>
    </Row>
  );
}
