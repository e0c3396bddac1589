import { Link } from "@tanstack/react-router";
import type { Level } from "@/api/sharing";
import { dayOf } from "@/time/ends";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icons/icon";
import type { Circle } from "./circle";
import { LevelSelect } from "./level-select";
import { LEVELS, levelWord, rankOf } from "./levels";
import type { Right, Source } from "./rights";
import styles from "./sharing.module.css";
import { words } from "./words";

interface Props {
  circle: Circle;
  right: Right;
  isMe: boolean;
  isBusy: boolean;
  onRaise: (level: Level) => void;
  onRemove: () => void;
}

/** One person: where their right comes from, and what of it can be changed here. */
export function PersonRow({ circle, right, isMe, isBusy, onRaise, onRemove }: Props) {
  return (
    <li className={styles.row}>
      <Badge name={right.person} isRound />
      <div className={styles.who}>
        <span className={styles.name}>{isMe ? words.you(right.person) : right.person}</span>
        <span className={styles.sources}>
          {right.sources.map((source) => (
            <SourceText key={sourceKey(source)} circle={circle} source={source} />
          ))}
        </span>
      </div>
      <div className={styles.level}>
        <Control right={right} isBusy={isBusy} onRaise={onRaise} onRemove={onRemove} />
      </div>
    </li>
  );
}

const sourceKey = (source: Source): string => (source.kind === "tag" ? `tag ${source.tag}` : source.kind);

function SourceText({ circle, source }: { circle: Circle; source: Source }) {
  const ends = "endsAt" in source && source.endsAt;
  return (
    <span>
      {(source.kind === "tag" && circle.isMine) || (source.kind === "role" && circle.isListed) ? (
        <Link to="/p/$p/members" params={{ p: circle.project }} search={{ tab: source.kind === "tag" ? "tags" : "people" }} className={styles.sourceLink}>
          {sourceWord(source)}
        </Link>
      ) : (
        sourceWord(source)
      )}
      {ends && (
        <span className={styles.ends}>
          <Icon name="clock" size={13} /> {words.source.ends(dayOf(ends, circle.zone))}
        </span>
      )}
    </span>
  );
}

function sourceWord(source: Source): string {
  if (source.kind === "role") return words.source.role(words.roles[source.role] ?? source.role);
  if (source.kind === "given") return words.source.given(source.by);
  return source.kind === "tag" ? words.source.tag(source.tag) : words.source[source.kind];
}

type ControlProps = Pick<Props, "right" | "isBusy" | "onRaise" | "onRemove">;

/** Raised here; lowered only as far as it was given here. */
function Control({ right, isBusy, onRaise, onRemove }: ControlProps) {
  if (right.isOwner) return <span className={styles.fixed}>{words.owner}</span>;
  const levels = LEVELS.filter((level) => level === right.level || rankOf(level) > rankOf(right.inherited));
  if (levels.length === 1 && !right.own) return <span className={styles.fixed}>{levelWord(right.level)}</span>;
  return (
    <LevelSelect
      name={words.levelOf(right.person)}
      value={right.level}
      levels={levels}
      removal={right.own && (right.inherited ? words.keepsRole : words.keepsNothing)}
      isBusy={isBusy}
      onChange={onRaise}
      onRemove={onRemove}
    />
  );
}
