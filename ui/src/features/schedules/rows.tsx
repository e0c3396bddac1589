import { NumberInput, SegmentedControl, Select, UnstyledButton } from "@mantine/core";
import { wallNow, clockIn } from "@/time/walls";
import { allZones } from "@/time/zones";
import { DateField } from "@/ui/date-field";
import { TimeField } from "@/ui/time-field";
import { hasOwnTimes, type Ends } from "./form";
import styles from "./dialog.module.css";
import { RepeatFields } from "./repeat-fields";
import { FormRow } from "./row";
import type { RowsProps } from "./rows-props";
import { words } from "./words";

/** When it begins, and the time of day of its runs. */
export function StartsRow({ form, set, wrong }: RowsProps) {
  const today = wallNow(form.tz).day;
  return (
    <FormRow title={words.rows.starts}>
      {form.isFromNow ? (
        <span className={styles.hint}>
          {words.fromNow} ·{" "}
          <UnstyledButton className={styles.link} onClick={() => set({ isFromNow: false })}>
            {words.chooseDay}
          </UnstyledButton>
        </span>
      ) : (
        <DateField
          label={words.startDay}
          isFirst
          value={form.day}
          today={today}
          error={wrong("start") ?? wrong("trigger.at")}
          words={words}
          onChange={(day) => set({ day })}
        />
      )}
      {!hasOwnTimes(form) && (
        <>
          <span className={styles.hint}>{words.at}</span>
          <TimeField
            label={words.startTime}
            value={form.time}
            wrong={words.notATime}
            error={wrong("trigger.times")}
            onChange={(time) => set({ time })}
          />
        </>
      )}
    </FormRow>
  );
}

export function RepeatsRow(props: RowsProps) {
  return (
    <FormRow title={words.rows.repeats}>
      <RepeatFields {...props} />
    </FormRow>
  );
}

/** When it stops. */
export function EndsRow({ form, set, wrong }: RowsProps) {
  return (
    <FormRow title={words.rows.ends}>
      <SegmentedControl
        className={styles.whole}
        aria-label={words.rows.ends}
        value={form.ends}
        data={(["never", "day", "runs"] as const).map((value) => ({ value, label: words.ends[value] }))}
        onChange={(ends) => set({ ends: ends as Ends })}
      />
      {form.ends === "day" && <EndDay form={form} set={set} wrong={wrong} />}
      {form.ends === "runs" && (
        <NumberInput
          w={120}
          aria-label={words.runs}
          value={form.runs}
          min={1}
          max={1_000_000}
          error={wrong("max_runs")}
          onChange={(runs) => typeof runs === "number" && set({ runs })}
        />
      )}
    </FormRow>
  );
}

function EndDay({ form, set, wrong }: RowsProps) {
  const hasTime = form.endTime !== null;
  return (
    <>
      <DateField
        label={words.endDay}
        value={form.endDay}
        today={wallNow(form.tz).day}
        error={wrong("end")}
        words={words}
        onChange={(endDay) => set({ endDay })}
      />
      {form.endTime !== null && (
        <TimeField label={words.endTime} value={form.endTime} wrong={words.notATime} onChange={(endTime) => set({ endTime })} />
      )}
      <span className={styles.hint}>
        {!hasTime && `${words.included} · `}
        <UnstyledButton className={styles.link} onClick={() => set({ endTime: hasTime ? null : form.time })}>
          {hasTime ? words.noTime : words.setTime}
        </UnstyledButton>
      </span>
    </>
  );
}

/** Whose clocks it follows. */
export function ZoneRow({ form, set, wrong }: RowsProps) {
  return (
    <FormRow title={words.rows.zone}>
      <Select
        w={300}
        aria-label={words.rows.zone}
        data={allZones().includes(form.tz) ? allZones() : [form.tz, ...allZones()]}
        value={form.tz}
        searchable
        allowDeselect={false}
        limit={200}
        error={wrong("tz")}
        onChange={(tz) => tz && set({ tz })}
      />
      <span className={`${styles.hint} ${styles.whole}`}>{words.thereNow(clockIn(form.tz))}</span>
    </FormRow>
  );
}
