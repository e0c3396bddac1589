import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { environmentsQuery, type Environment } from "@/api/environments";
import { projectQuery } from "@/api/projects";
import { Icon } from "@/ui/icons/icon";
import { Page } from "@/ui/page";
import { Empty, Failed, FailedPage, Loading, LoadingPage } from "@/ui/states";
import { Table } from "@/ui/table";
import { EnvironmentLine } from "./environment-line";
import { isOwn, type Edited } from "./environments";
import { words } from "./words";

const route = getRouteApi("/inside/p/$p/settings/environments");
const EditEnvironment = lazy(() => import("./edit-environment").then((found) => ({ default: found.EditEnvironment })));
const ShowEnvironment = lazy(() => import("./show-environment").then((found) => ({ default: found.ShowEnvironment })));
const DeleteEnvironment = lazy(() => import("./delete-environment").then((found) => ({ default: found.DeleteEnvironment })));

/** The environments of a project: who may change jobs may add some, the others see how they are. */
export function EnvironmentsPage() {
  const { p } = route.useParams();
  const project = useQuery(projectQuery(p));
  const [edited, setEdited] = useState<Edited>();
  if (project.isPending) return <LoadingPage />;
  if (!project.data) return <FailedPage error={project.error} onRetry={() => void project.refetch()} />;
  const mayWrite = project.data.role === "owner" || project.data.role === "editor";
  const button = mayWrite && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setEdited("new")}>
      {words.new.button}
    </Button>
  );
  return (
    <Page title={words.title} lead={mayWrite ? words.lead : `${words.lead} ${words.readOnly}`} crumbs={[{ label: p, to: `/p/${p}/jobs` }]} actions={button}>
      <List p={p} zone={project.data.tz} mayWrite={mayWrite} edited={edited} onEdit={setEdited} />
    </Page>
  );
}

interface Props {
  p: string;
  zone: string;
  mayWrite: boolean;
  edited: Edited | undefined;
  onEdit: (edited: Edited | undefined) => void;
}

function List({ p, zone, mayWrite, edited, onEdit }: Props) {
  const { environment } = route.useSearch();
  const navigate = route.useNavigate();
  const found = useQuery(environmentsQuery(p));
  const [removing, setRemoving] = useState<Environment>();
  if (found.isPending) return <Loading rows={3} />;
  if (!found.data) return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  const { items } = found.data;
  const open = (name: string | undefined) => void navigate({ search: name === undefined ? {} : { environment: name }, replace: name === undefined });
  const { columns } = words;
  return (
    <>
      <Table label={words.title} columns={[columns.name, columns.packages, columns.state, columns.built, columns.actions]}>
        {items.map((one) => (
          <EnvironmentLine
            key={one.name}
            data={one}
            zone={zone}
            onShow={() => open(one.name)}
            onEdit={mayWrite && isOwn(one) ? () => onEdit(one) : undefined}
            onDelete={mayWrite && isOwn(one) ? () => setRemoving(one) : undefined}
          />
        ))}
      </Table>
      {!items.some((one) => !one.is_base) && mayWrite && <Empty title={words.first}>{words.firstText}</Empty>}
      <Suspense>
        <EditEnvironment p={p} edited={edited} onClose={() => onEdit(undefined)} onSaved={open} />
        <ShowEnvironment p={p} name={environment} items={items} mayWrite={mayWrite} onClose={() => open(undefined)} />
        <DeleteEnvironment p={p} data={removing} onClose={() => setRemoving(undefined)} />
      </Suspense>
    </>
  );
}
