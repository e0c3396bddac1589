import { Button } from "@mantine/core";
import { differences, type Draft } from "./draft";
import styles from "./sharing.module.css";
import { words } from "./words";

interface Props {
  theirs: Draft;
  mine: Draft;
  isPending: boolean;
  onMine: () => void;
  onTheirs: () => void;
}

/** Somebody else saved meanwhile: theirs and mine beside each other, and the choice between them. */
export function Conflict({ theirs, mine, isPending, onMine, onTheirs }: Props) {
  const apart = differences(theirs, mine);
  return (
    <section role="alert" tabIndex={-1} className={styles.conflict}>
      <strong>{words.conflict.title}</strong>
      {apart.length === 0 ? (
        <p>{words.conflict.nothing}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.conflict.what}</th>
              <th scope="col">{words.conflict.theirs}</th>
              <th scope="col">{words.conflict.mine}</th>
            </tr>
          </thead>
          <tbody>
            {apart.map((one) => (
              <tr key={one.what}>
                <th scope="row">{one.what}</th>
                <td>{one.before}</td>
                <td>{one.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.buttons}>
        {apart.length > 0 && (
          <Button size="xs" loading={isPending} onClick={onMine}>
            {words.conflict.keepMine}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={onTheirs}>
          {words.conflict.takeTheirs}
        </Button>
      </div>
    </section>
  );
}
