import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { scheduleQuery, type Schedule } from "@/api/schedules";
import styles from "./dialog.module.css";
import { words } from "./words";

interface Props {
  p: string;
  schedule: number;
  /** What was typed here, in words. */
  mine: string;
  onMine: (theirs: Schedule) => void;
  onTheirs: (theirs: Schedule) => void;
}

/** Somebody else saved meanwhile: theirs and mine, side by side, and both ways on. */
export function Conflict({ p, schedule, mine, onMine, onTheirs }: Props) {
  const theirs = useQuery({ ...scheduleQuery(p, schedule), staleTime: 0, refetchOnMount: "always" });
  if (!theirs.data || theirs.isFetching) return null;
  const found = theirs.data;
  return (
    <section className={styles.conflict} role="alert" tabIndex={-1} aria-label={words.conflict.title}>
      <h3>{words.conflict.title}</h3>
      <dl className={styles.versions}>
        <div>
          <dt>{words.conflict.theirs}</dt>
          <dd>{found.sentence}</dd>
        </div>
        <div>
          <dt>{words.conflict.mine}</dt>
          <dd>{mine}</dd>
        </div>
      </dl>
      <div className={styles.inline}>
        <Button onClick={() => onMine(found)}>{words.conflict.keepMine}</Button>
        <Button variant="default" onClick={() => onTheirs(found)}>
          {words.conflict.takeTheirs}
        </Button>
      </div>
    </section>
  );
}
