import { Select, TextInput } from "@mantine/core";
import { dayAfter, daysLater, endOfDay } from "@/time/ends";
import { now } from "@/time/moments";
import { useNow } from "@/time/ticking";
import styles from "./sharing.module.css";
import { words } from "./words";

export interface Ending {
  kind: "forever" | "month" | "until";
  day: string;
}

export const FOREVER: Ending = { kind: "forever", day: "" };

const MONTH = 30;

/** The instant at which access ends; null: never; undefined: no day was chosen. */
export function endsAt(ending: Ending, zone: string): string | null | undefined {
  if (ending.kind === "forever") return null;
  if (ending.kind === "month") return daysLater(now(), MONTH);
  return ending.day === "" ? undefined : endOfDay(ending.day, zone);
}

interface Props {
  ending: Ending;
  zone: string;
  error: string | undefined;
  onChange: (ending: Ending) => void;
}

/** Until when: for good, for a month, or until a day that one chooses. */
export function EndingField({ ending, zone, error, onChange }: Props) {
  const today = useNow();
  return (
    <div className={styles.ending}>
      <Select
        label={words.add.ends}
        aria-label={words.add.ends}
        className={styles.kind}
        data={[
          { value: "forever", label: words.add.forever },
          { value: "month", label: words.add.month },
          { value: "until", label: words.add.until },
        ]}
        value={ending.kind}
        allowDeselect={false}
        onChange={(kind) => kind && onChange({ ...ending, kind: kind as Ending["kind"] })}
      />
      {ending.kind === "until" && (
        <TextInput
          type="date"
          label={words.add.day}
          className={styles.day}
          min={dayAfter(today, zone)}
          value={ending.day}
          error={error}
          onChange={(event) => onChange({ ...ending, day: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
