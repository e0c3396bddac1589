import { reaches } from "@/api/levels";
import { useQuery } from "@tanstack/react-query";
import type { Job } from "@/api/jobs";
import { projectQuery } from "@/api/projects";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icons/icon";
import type { Slots } from "../slots";
import styles from "./reader.module.css";
import { words } from "./words";

interface Props {
  p: string;
  job: Job;
  slots: Slots;
}

/** A job as people use it who do not build it: run it, when it runs, how it went, whom to ask. No code. */
export function Reader({ p, job, slots }: Props) {
  const project = useQuery(projectQuery(p));
  const zone = project.data?.tz ?? "UTC";
  const ask = [...new Set([...(job.owner ? [job.owner] : []), ...(project.data?.owners ?? [])])];
  return (
    <div className={styles.layout}>
      <div className={styles.main}>
        {job.description && <p className={styles.promise}>{job.description}</p>}
        {reaches(job.level, "run") && (
          <section className={styles.card}>
            <h2>{words.run}</h2>
            <slots.RunForm p={p} job={job} />
          </section>
        )}
        <section>
          <h2>{words.when}</h2>
          <slots.Schedules p={p} job={job} />
        </section>
        <section>
          <h2>{words.results}</h2>
          <slots.Results p={p} job={job.name} zone={zone} />
        </section>
      </div>
      <aside className={styles.side}>
        <Abilities level={job.level} />
        <Ask names={ask} owner={job.owner} />
      </aside>
    </div>
  );
}

const ABILITIES = ["view", "run", "schedule", "edit", "manage"] as const;

function Abilities({ level }: { level: string }) {
  return (
    <section className={styles.card}>
      <h2>{words.abilities}</h2>
      <ul>
        {ABILITIES.map((ability) => {
          const can = ability === "view" || reaches(level, ability);
          return (
            <li key={ability} className={styles.ability} data-can={can}>
              {can ? <Icon name="check" stroke={2.2} /> : <span aria-hidden>–</span>}
              {can ? words.can[ability] : words.cannot(words.can[ability])}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Ask({ names, owner }: { names: readonly string[]; owner: string | null }) {
  return (
    <section className={styles.card}>
      <h2>{words.questions}</h2>
      <ul>
        {names.map((name) => (
          <li key={name} className={styles.person}>
            <Badge name={name} isRound />
            <span>
              <span className="strong">{name}</span>
              <span className={styles.sub}>{name === owner ? words.owner : words.projectOwner}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
