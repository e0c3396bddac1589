import { TextInput, UnstyledButton } from "@mantine/core";
import type { Preview } from "@/api/schedules";
import { wallNow } from "@/time/walls";
import { DateField } from "@/ui/date-field";
import styles from "./dialog.module.css";
import { FormRow } from "./row";
import type { RowsProps } from "./rows-props";
import { words } from "./words";

interface Props extends RowsProps {
  preview: Preview | undefined;
}

/** A cron expression: its fields under captions, read as the server reads it. */
export function CronRows({ form, set, wrong, preview }: Props) {
  const dialect = preview?.dialect_read ?? null;
  return (
    <div className={styles.cron}>
      <TextInput
        size="md"
        label={words.cron.label}
        description={words.cron.hint}
        classNames={{ input: "mono" }}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={256}
        value={form.cron}
        error={wrong("trigger.text")}
        onChange={(event) => set({ cron: event.currentTarget.value })}
        rightSectionWidth={78}
        rightSection={dialect && <span className={styles.dialect}>{words.cron.dialects[dialect] ?? dialect}</span>}
      />
      <Fields text={form.cron} />
      <p className={`${styles.inline} ${styles.hint}`}>
        {words.cron.startFrom}
        {words.cron.starters.map((starter) => (
          <UnstyledButton key={starter.text} className={styles.starter} onClick={() => set({ cron: starter.text })}>
            {starter.label}
          </UnstyledButton>
        ))}
      </p>
      <FormRow title={words.cron.active}>
        {form.isFromNow ? (
          <UnstyledButton className={styles.link} onClick={() => set({ isFromNow: false })}>
            {words.fromNow} · {words.chooseDay}
          </UnstyledButton>
        ) : (
          <DateField
            label={words.startDay}
            value={form.day}
            today={wallNow(form.tz).day}
            error={wrong("start")}
            words={words}
            onChange={(day) => set({ day })}
          />
        )}
      </FormRow>
    </div>
  );
}

/** Each part of the expression above what it is; nothing for a nickname. */
function Fields({ text }: { text: string }) {
  const parts = text.trim().split(/\s+/);
  const captions = parts.length === 5 ? words.cron.parts : words.cron.quartzParts.slice(0, parts.length);
  if (parts.length < 5 || parts.length > 7) return null;
  return (
    <dl className={styles.parts}>
      {captions.map((caption, place) => (
        <div key={caption}>
          <dd className="mono">{parts[place]}</dd>
          <dt>{caption}</dt>
        </div>
      ))}
    </dl>
  );
}
