import { Checkbox, NumberInput, Select, UnstyledButton } from "@mantine/core";
import { dayOfMonth, nthOfMonth } from "@/time/days";
import { TimeField } from "@/ui/time-field";
import styles from "./dialog.module.css";
import { isElapsed, weekdayName, WEEKDAYS, WORKDAYS, type Form, type Monthly, type Repeat, type Unit, type Weekday } from "./form";
import type { RowsProps } from "./rows-props";
import { words } from "./words";

const CHOICES = ["once", "hour", "day", "weekdays", "week", "month", "custom"] as const;
const UNITS = ["minute", "hour", "day", "week", "month", "year"] as const;
const MONTHLY = ["day", "last", "nth", "workday", "nearest"] as const;

/** How often, and what belongs to it. */
export function RepeatFields({ form, set, wrong }: RowsProps) {
  const unit = form.repeat === "custom" ? form.unit : form.repeat;
  const hasDays = form.repeat === "weekdays" || unit === "week" || form.between !== null;
  return (
    <>
      <Select
        w={300}
        aria-label={words.how}
        data={CHOICES.map((value) => ({ value, label: words.repeats[value] }))}
        value={form.repeat}
        allowDeselect={false}
        onChange={(repeat) => repeat && set(turned(form, repeat as Repeat))}
      />
      {form.repeat === "custom" && <Custom form={form} set={set} wrong={wrong} />}
      {hasDays && <Weekdays form={form} set={set} wrong={wrong} />}
      {(unit === "month" || unit === "year") && <MonthDay form={form} set={set} />}
    </>
  );
}

/** The rows after another choice: what belongs to it gets a value that makes sense. */
function turned(form: Form, repeat: Repeat): Partial<Form> {
  const between = repeat === "custom" ? form.between : null;
  if (repeat === "weekdays") return { repeat, between, weekdays: WORKDAYS };
  const isWorkweek = form.weekdays.join() === WORKDAYS.join();
  return repeat === "week" && isWorkweek ? { repeat, between, weekdays: [weekdayName(form.day)] } : { repeat, between };
}

function Weekdays({ form, set, wrong }: RowsProps) {
  function toggle(day: Weekday) {
    const weekdays = WEEKDAYS.filter((one) => (one === day) !== form.weekdays.includes(one));
    const repeat = form.repeat === "weekdays" || form.repeat === "week" ? repeatOf(weekdays) : form.repeat;
    set({ weekdays, repeat });
  }

  const error = wrong("trigger.weekdays");
  return (
    <div className={styles.whole}>
      <div className={styles.weekdays} role="group" aria-label={words.onDays}>
        {WEEKDAYS.map((day) => (
          <UnstyledButton
            key={day}
            className={styles.weekday}
            aria-pressed={form.weekdays.includes(day)}
            title={words.longWeekdays[day]}
            onClick={() => toggle(day)}
          >
            {words.weekdays[day]}
          </UnstyledButton>
        ))}
      </div>
      {error && <p className={styles.error}>{error}</p>}
    </div>
  );
}

const repeatOf = (weekdays: readonly Weekday[]): Repeat => (weekdays.join() === WORKDAYS.join() ? "weekdays" : "week");

function MonthDay({ form, set }: Omit<RowsProps, "wrong">) {
  const day = dayOfMonth(form.day);
  const labels: Record<Monthly, string> = {
    day: words.monthly.day(day),
    last: words.monthly.last,
    nth: words.monthly.nth(nthOfMonth(form.day), words.longWeekdays[weekdayName(form.day)]),
    workday: words.monthly.workday,
    nearest: words.monthly.nearest(day),
  };
  return (
    <>
      <Select
        w={300}
        aria-label={words.monthlyLabel}
        data={MONTHLY.map((value) => ({ value, label: labels[value] }))}
        value={form.monthly}
        allowDeselect={false}
        onChange={(monthly) => monthly && set({ monthly: monthly as Monthly })}
      />
      {form.monthly === "day" && day > 28 && (
        <Select
          w={300}
          label={words.shorter}
          data={(["last_day", "skip"] as const).map((value) => ({ value, label: words.shorterMonths[value] }))}
          value={form.shortMonth}
          allowDeselect={false}
          onChange={(shortMonth) => shortMonth && set({ shortMonth: shortMonth as Form["shortMonth"] })}
        />
      )}
    </>
  );
}

function Custom({ form, set, wrong }: RowsProps) {
  const isReal = isElapsed(form.unit);
  return (
    <>
      <div className={styles.inline}>
        <span className={styles.hint}>{words.every}</span>
        <NumberInput
          w={84}
          aria-label={words.every}
          value={form.every}
          min={1}
          error={wrong("trigger.n") ?? wrong("trigger.every")}
          onChange={(every) => typeof every === "number" && set({ every })}
        />
        <Select
          w={130}
          aria-label={words.unitLabel}
          data={UNITS.map((value) => ({ value, label: words.units[value] }))}
          value={form.unit}
          allowDeselect={false}
          onChange={(unit) => unit && set({ unit: unit as Unit, between: isElapsed(unit as Unit) ? form.between : null })}
        />
      </div>
      {isReal && <Between form={form} set={set} wrong={wrong} />}
      <span className={`${styles.hint} ${styles.whole}`}>{isReal && !form.between ? words.realTime : words.clockTime}</span>
    </>
  );
}

function Between({ form, set, wrong }: RowsProps) {
  const { between } = form;
  return (
    <div className={`${styles.inline} ${styles.whole}`}>
      <Checkbox
        label={words.onlyBetween}
        checked={between !== null}
        onChange={(event) => set({ between: event.currentTarget.checked ? { from: "08:00", to: "18:00" } : null })}
      />
      {between && (
        <>
          <TimeField
            label={words.from}
            value={between.from}
            wrong={words.notATime}
            error={wrong("trigger.between")}
            onChange={(from) => set({ between: { ...between, from } })}
          />
          <span className={styles.hint}>{words.and}</span>
          <TimeField label={words.to} value={between.to} wrong={words.notATime} onChange={(to) => set({ between: { ...between, to } })} />
        </>
      )}
    </div>
  );
}
