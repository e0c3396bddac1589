import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { projectQuery } from "@/api/projects";
import { common } from "@/words/common";
import { Icon, type IconName } from "@/ui/icons/icon";
import { Logo } from "@/ui/logo";
import { PersonMenu } from "./person-menu";
import { ProjectSwitcher } from "./project-switcher";
import styles from "./shell.module.css";
import { words } from "./words";

interface Props {
  /** The project that is open, if one is. */
  project: string | undefined;
  onGo?: () => void;
  /** Somebody wants to know what keys do. */
  onKeys: () => void;
  className?: string;
}

/** Where one can go: the project, its pages, oneself. */
export function Rail({ project, onGo, onKeys, className }: Props) {
  return (
    <nav className={`${styles.rail} ${className ?? ""}`} aria-label={words.main}>
      <Link to="/projects" className={styles.brand} onClick={onGo}>
        <Logo />
        {common.product}
      </Link>
      <ProjectSwitcher project={project} onGo={onGo} />
      <ul className={styles.mine}>
        <li>
          <Link to="/my" className={styles.item} onClick={onGo}>
            <Icon name="home" size={17} />
            {words.my}
          </Link>
        </li>
      </ul>
      {project && (
        <>
          <Section title={words.sections.build}>
            <Item to="/p/$p/jobs" project={project} icon="briefcase" label={words.jobs} onGo={onGo} />
            <FilesOf project={project} onGo={onGo} />
          </Section>
          <Section title={words.sections.operate}>
            <Item to="/p/$p/runs" project={project} icon="play" label={words.runs} onGo={onGo} />
          </Section>
          <AboutProject project={project} onGo={onGo} />
        </>
      )}
      <PersonMenu onKeys={onKeys} />
    </nav>
  );
}

/** Guests see jobs, and no files. */
function FilesOf({ project, onGo }: { project: string; onGo?: (() => void) | undefined }) {
  const role = useQuery(projectQuery(project)).data?.role;
  if (role === undefined || role === "guest") return null;
  return (
    <li>
      <Link to="/p/$p/files/$" params={{ p: project, _splat: "" }} search={{}} className={styles.item} onClick={onGo}>
        <Icon name="folder" size={17} />
        {words.files}
      </Link>
    </li>
  );
}

/** Guests see neither who is a member, nor the environments. */
function AboutProject({ project, onGo }: { project: string; onGo?: (() => void) | undefined }) {
  const role = useQuery(projectQuery(project)).data?.role;
  if (role === undefined) return null;
  return (
    <Section title={words.sections.project}>
      {role !== "guest" && <Item to="/p/$p/members" project={project} icon="users" label={words.members} onGo={onGo} />}
      {role !== "guest" && <Item to="/p/$p/settings/environments" project={project} icon="stack" label={words.environments} onGo={onGo} />}
      <Item to="/p/$p/history" project={project} icon="history" label={words.history} onGo={onGo} />
    </Section>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <h2 className={styles.section}>{title}</h2>
      <ul>{children}</ul>
    </div>
  );
}

interface ItemProps {
  to: "/p/$p/jobs" | "/p/$p/runs" | "/p/$p/members" | "/p/$p/settings/environments" | "/p/$p/history";
  project: string;
  icon: IconName;
  label: string;
  onGo?: (() => void) | undefined;
}

function Item({ to, project, icon, label, onGo }: ItemProps) {
  return (
    <li>
      <Link to={to} params={{ p: project }} className={styles.item} onClick={onGo}>
        <Icon name={icon} size={17} />
        {label}
      </Link>
    </li>
  );
}
