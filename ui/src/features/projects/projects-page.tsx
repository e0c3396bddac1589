import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { projectsQuery, type Project } from "@/api/projects";
import { cityOf } from "@/time/zones";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icons/icon";
import { Page } from "@/ui/page";
import { Empty, Failed, Loading } from "@/ui/states";
import { common } from "@/words/common";
import { NewProject } from "./new-project";
import styles from "./projects.module.css";
import { words } from "./words";

/** The projects that one is a member of, and a new one. */
export function ProjectsPage() {
  const [isMaking, making] = useDisclosure(false);
  const button = (
    <Button leftSection={<Icon name="plus" />} onClick={making.open}>
      {words.new}
    </Button>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={button}>
      <List newButton={button} />
      <NewProject opened={isMaking} onClose={making.close} />
    </Page>
  );
}

function List({ newButton }: { newButton: React.ReactNode }) {
  const projects = useInfiniteQuery(projectsQuery);
  if (projects.isPending) return <Loading />;
  if (projects.isError && !projects.data) return <Failed error={projects.error} onRetry={() => void projects.refetch()} />;
  const found = projects.data.pages.flatMap((page) => page.items);
  if (found.length === 0) {
    return (
      <Empty title={words.empty} actions={newButton}>
        {words.emptyText}
      </Empty>
    );
  }
  return (
    <>
      <ul className={styles.list}>
        {found.map((project) => (
          <Card key={project.name} project={project} />
        ))}
      </ul>
      {projects.hasNextPage && (
        <Button variant="default" loading={projects.isFetchingNextPage} onClick={() => void projects.fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </>
  );
}

function Card({ project }: { project: Project }) {
  return (
    <li>
      <Link to="/p/$p/jobs" params={{ p: project.name }} className={styles.card}>
        <Badge name={project.name} />
        <span className={styles.text}>
          <span className={`${styles.name} clip`}>{project.name}</span>
          <span className={styles.sub}>{words.zoneOf(cityOf(project.tz))}</span>
        </span>
        <Icon name="chevron-right" size={16} />
      </Link>
    </li>
  );
}
