import type { Environment } from "@/api/environments";
import { Act } from "@/ui/act";
import { Moment } from "@/ui/moment";
import { StatusPill } from "@/ui/status-pill";
import { Cell, Row } from "@/ui/table";
import { jobOf, packagesOf } from "./environments";
import styles from "./environments.module.css";
import { words } from "./words";

interface Props {
  data: Environment;
  zone: string;
  onShow: () => void;
  onEdit: (() => void) | undefined;
  onDelete: (() => void) | undefined;
}

export function EnvironmentLine({ data, zone, onShow, onEdit, onDelete }: Props) {
  const job = jobOf(data.name);
  const name = job === undefined ? data.name : words.scriptName(job);
  return (
    <Row>
      <Cell>
        <button type="button" className={styles.name} aria-label={words.open(name)} onClick={onShow}>
          {name}
        </button>
      </Cell>
      <Cell className={styles.packages}>
        {data.is_base ? <span className="dim">{words.base}</span> : <code>{packagesOf(data.requirements).join(", ")}</code>}
      </Cell>
      <Cell>
        <StatusPill state={data.state} />
        {data.state === "failed" && <p className={styles.cause}>{data.message}</p>}
      </Cell>
      <Cell>{data.built_at === null ? words.notBuilt : <Moment at={data.built_at} zone={zone} isRelative />}</Cell>
      <Cell className={styles.actions}>
        {onEdit && <Act icon="pencil" label={words.change.open(name)} onClick={onEdit} />}
        {onDelete && <Act icon="trash" label={words.remove.open(name)} onClick={onDelete} />}
      </Cell>
    </Row>
  );
}
