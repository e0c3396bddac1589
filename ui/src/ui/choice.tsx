import { Radio } from "@mantine/core";
import { Icon, type IconName } from "./icons/icon";
import styles from "./choice.module.css";

export interface Option<T extends string> {
  value: T;
  label: string;
  hint?: string;
  icon?: IconName;
}

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
}

/** One of a few, each with a line that says what it means. */
export function Choice<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <Radio.Group label={label} value={value} onChange={(chosen) => onChange(chosen as T)}>
      <div className={styles.cards}>
        {options.map((option) => (
          <Radio.Card key={option.value} value={option.value} className={styles.card}>
            <Radio.Indicator size="xs" />
            {option.icon && <Icon name={option.icon} size={18} />}
            <span>
              <span className={styles.label}>{option.label}</span>
              {option.hint && <span className={styles.hint}>{option.hint}</span>}
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
