import { Select } from "@mantine/core";
import type { Level } from "@/api/sharing";
import { Icon } from "@/ui/icons/icon";
import { levelWord } from "./levels";
import styles from "./sharing.module.css";
import { words } from "./words";

interface Props {
  name: string;
  label?: string;
  value: Level;
  levels: readonly Level[];
  /** What is left to them without what was given here; absent where nothing was. */
  removal?: string | undefined;
  isBusy?: boolean;
  onChange: (level: Level) => void;
  onRemove?: () => void;
}

const REMOVE = "remove";

/** A level in words, each with the sentence that says what it means. */
export function LevelSelect({ name, label, value, levels, removal, isBusy = false, onChange, onRemove }: Props) {
  const sentences: Record<string, string> = { ...words.sentences, [REMOVE]: removal ?? "" };
  const data = levels.map((level) => ({ value: level as string, label: levelWord(level) }));
  if (removal !== undefined) data.push({ value: REMOVE, label: words.removeAccess });
  return (
    <Select
      label={label}
      aria-label={name}
      data={data}
      value={value}
      allowDeselect={false}
      disabled={isBusy}
      comboboxProps={{ width: 300, position: "bottom-end" }}
      renderOption={({ option, checked }) => (
        <span className={styles.option}>
          <span>
            <span className={styles.optionName}>{option.label}</span>
            <span className={styles.optionHint}>{sentences[option.value]}</span>
          </span>
          {checked && <Icon name="check" />}
        </span>
      )}
      onChange={(chosen) => {
        if (chosen === REMOVE) onRemove?.();
        else if (chosen && chosen !== value) onChange(chosen as Level);
      }}
    />
  );
}
