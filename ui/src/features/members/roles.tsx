import { Select } from "@mantine/core";
import type { Role } from "@/api/members";
import { Icon } from "@/ui/icons/icon";
import styles from "./members.module.css";
import { words } from "./words";

/** From much to little. */
export const ROLES: readonly Role[] = ["owner", "editor", "operator", "viewer", "guest"];

interface Props {
  name: string;
  label?: string;
  value: Role;
  isBusy?: boolean;
  onChange: (role: Role) => void;
}

/** A role, each with what it means. */
export function RoleSelect({ name, label, value, isBusy = false, onChange }: Props) {
  return (
    <Select
      label={label}
      aria-label={name}
      data={ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
      value={value}
      allowDeselect={false}
      disabled={isBusy}
      comboboxProps={{ width: 300, position: "bottom-start" }}
      renderOption={({ option, checked }) => (
        <span className={styles.option}>
          <span>
            <span className={styles.optionName}>{option.label}</span>
            <span className={styles.optionHint}>{words.meanings[option.value as Role]}</span>
          </span>
          {checked && <Icon name="check" />}
        </span>
      )}
      onChange={(role) => role && role !== value && onChange(role as Role)}
    />
  );
}

/** What each role means, beside the list. */
export function Meanings() {
  return (
    <aside className={styles.meanings} aria-label={words.meaning}>
      <h2>{words.meaning}</h2>
      <dl>
        {ROLES.map((role) => (
          <div key={role}>
            <dt>{words.roles[role]}</dt>
            <dd>{words.meanings[role]}</dd>
          </div>
        ))}
      </dl>
      <p>{words.only}</p>
    </aside>
  );
}
