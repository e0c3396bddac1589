import { Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";
import { reaches } from "@/api/levels";
import { projectQuery } from "@/api/projects";
import { Icon } from "@/ui/icons/icon";
import { RowMenu } from "@/ui/row-menu";
import { mayCreate } from "./rights";
import { words } from "./words";

const DeleteJob = lazy(() => import("./delete-job"));

interface Props {
  p: string;
  job: { name: string; title: string; level: string };
  /** Whether it stands in a list. */
  isSmall?: boolean;
}

/** What one does with a job now and then: make another of it, delete it. */
export function MoreMenu({ p, job, isSmall = false }: Props) {
  const role = useQuery(projectQuery(p)).data?.role;
  const navigate = useNavigate();
  const target = useRef<HTMLButtonElement>(null);
  const [isDeleting, setDeleting] = useState<boolean>();
  const mayCopy = mayCreate(role) && reaches(job.level, "edit");
  const mayDelete = reaches(job.level, "manage");
  if (!mayCopy && !mayDelete) return null;
  const ask = () => {
    target.current?.focus(); // so that it comes back there: the dialog is not loaded yet
    setDeleting(true);
  };
  const copy = () => void navigate({ to: "/p/$p/new-job", params: { p }, search: { from: job.name } });
  return (
    <>
      <RowMenu ref={target} label={words.moreOf(job.title)} {...(!isSmall && { variant: "default", size: 36 })}>
        {mayCopy && (
          <Menu.Item leftSection={<Icon name="copy" />} onClick={copy}>
            {words.duplicate}
          </Menu.Item>
        )}
        {mayDelete && (
          <Menu.Item leftSection={<Icon name="trash" />} onClick={ask}>
            {words.delete.open}
          </Menu.Item>
        )}
      </RowMenu>
      <Suspense>{isDeleting !== undefined && <DeleteJob p={p} job={job} opened={isDeleting} onClose={() => setDeleting(false)} />}</Suspense>
    </>
  );
}
