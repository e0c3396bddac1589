import { Menu, VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { projectQuery, projectsQuery } from "@/api/projects";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icons/icon";
import styles from "./shell.module.css";
import { words } from "./words";

interface Props {
  project: string | undefined;
  onGo?: (() => void) | undefined;
}

/** The project that is open, and the way to the others. */
export function ProjectSwitcher({ project, onGo }: Props) {
  const navigate = useNavigate();
  const open = useQuery({ ...projectQuery(project ?? ""), enabled: project !== undefined });
  const projects = useInfiniteQuery(projectsQuery);
  const names = projects.data?.pages.flatMap((page) => page.items.map((one) => one.name)) ?? [];

  function go(p: string) {
    onGo?.();
    void navigate({ to: "/p/$p/jobs", params: { p } });
  }

  return (
    <Menu width={244} position="bottom-start" shadow="lg" withinPortal={false}>
      <Menu.Target>
        <button type="button" className={styles.switcher}>
          <VisuallyHidden>{words.switcher}</VisuallyHidden>
          {project && <Badge name={project} />}
          <span className={styles.grow}>
            <span className={`${styles.name} clip`}>{project ?? words.choose}</span>
            {open.data && <span className={styles.sub}>{words.role(open.data.role)}</span>}
          </span>
          <Icon name="selector" size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {names.map((name) => (
          <Menu.Item
            key={name}
            leftSection={<Badge name={name} />}
            rightSection={name === project && <Icon name="check" size={16} />}
            onClick={() => go(name)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => void navigate({ to: "/projects" })}>{words.allProjects}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
