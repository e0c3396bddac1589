import { ActionIcon, Tooltip } from "@mantine/core";
import type { Member, Role } from "@/api/members";
import { Badge } from "@/ui/badge";
import { Icon } from "@/ui/icons/icon";
import { Cell, Row } from "@/ui/table";
import styles from "./members.module.css";
import { RoleSelect } from "./roles";
import { words } from "./words";

interface Props {
  member: Member;
  isMe: boolean;
  /** Whether one owns the project. */
  isMine: boolean;
  /** Whether nobody else owns it. */
  isLast: boolean;
  isBusy: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
}

export function MemberRow({ member, isMe, isMine, isLast, isBusy, onRole, onRemove }: Props) {
  const { name, role } = member;
  const word = isMe ? words.remove.leave : words.remove.open(name);
  return (
    <Row>
      <Cell>
        <span className={styles.person}>
          <Badge name={name} isRound />
          <span className={styles.name}>{isMe ? words.you(name) : name}</span>
          {member.disabled && <span className="dim small">{words.disabled}</span>}
        </span>
      </Cell>
      <Cell className={styles.role}>
        {isMine && !isLast ? (
          <RoleSelect name={words.roleOf(name)} value={role} isBusy={isBusy} onChange={onRole} />
        ) : (
          <span className={styles.fixed}>
            {words.roles[role]}
            {isLast && isMine && <Last />}
          </span>
        )}
      </Cell>
      <Cell className={styles.actions}>
        {(isMine || isMe) && !isLast && (
          <Tooltip label={word} withinPortal={false}>
            <ActionIcon variant="subtle" color="gray" aria-label={word} onClick={onRemove}>
              <Icon name={isMe ? "logout" : "trash"} size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </Cell>
    </Row>
  );
}

/** Why nothing can be changed here. */
function Last() {
  return (
    <span className={styles.last}>
      <Icon name="lock" size={14} /> {words.last}
    </span>
  );
}
