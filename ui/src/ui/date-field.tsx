import { ActionIcon, Popover, TextInput } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import { dayText, readDay } from "@/time/days";
import { Icon } from "./icons/icon";

interface Props {
  /** What the field is for; it has no visible label of its own. */
  label: string;
  /** YYYY-MM-DD. */
  value: string;
  today: string;
  onChange: (day: string) => void;
  error?: string | undefined;
  /** Whether a dialog that opens puts the cursor here. */
  isFirst?: boolean;
  words: {
    notADay: string;
    openCalendar: (what: string) => string;
    calendar: { previousMonth: string; nextMonth: string; previousYear: string; nextYear: string };
  };
}

/** A day, typed as people say it, or picked. What cannot be read stays as it was typed, and says so. */
export function DateField({ label, value, today, onChange, error, isFirst = false, words }: Props) {
  const [typed, setTyped] = useState<string>();
  const [isOpen, setIsOpen] = useState(false);
  const isUnread = typed !== undefined && readDay(typed, today) === undefined;

  function type(text: string) {
    setTyped(text);
    const day = readDay(text, today);
    if (day) onChange(day);
  }

  function pick(day: string | null) {
    if (day) onChange(day);
    setTyped(undefined);
    setIsOpen(false);
  }

  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" withinPortal={false} floatingStrategy="fixed" trapFocus returnFocus shadow="md">
      <TextInput
        w={186}
        aria-label={label}
        data-autofocus={isFirst || undefined}
        classNames={{ input: "num" }}
        value={typed ?? dayText(value)}
        error={isUnread ? words.notADay : error}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => setTyped((text) => (text !== undefined && readDay(text, today) ? undefined : text))}
        onKeyDown={(event) => event.altKey && event.key === "ArrowDown" && setIsOpen(true)}
        rightSection={
          <Popover.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={words.openCalendar(label)} onClick={() => setIsOpen(!isOpen)}>
              <Icon name="calendar" size={16} />
            </ActionIcon>
          </Popover.Target>
        }
      />
      <Popover.Dropdown aria-label={label}>
        <DatePicker
          value={value}
          defaultDate={value}
          onChange={pick}
          hideOutsideDates
          weekendDays={[]} // red means failure
          ariaLabels={words.calendar}
          getDayProps={(day) => (day === value ? { "data-autofocus": true } : {})}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
