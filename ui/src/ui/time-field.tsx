import { TextInput } from "@mantine/core";
import { useState } from "react";
import { readTime } from "@/time/days";

interface Props {
  label: string;
  /** HH:MM. */
  value: string;
  onChange: (time: string) => void;
  wrong: string;
  error?: string | undefined;
}

/** A time of day, typed as people say it: 9, 930, 9pm. */
export function TimeField({ label, value, onChange, wrong, error }: Props) {
  const [typed, setTyped] = useState<string>();
  const isUnread = typed !== undefined && readTime(typed) === undefined;

  function type(text: string) {
    setTyped(text);
    const time = readTime(text);
    if (time) onChange(time);
  }

  return (
    <TextInput
      w={96}
      aria-label={label}
      classNames={{ input: "num" }}
      inputMode="numeric"
      value={typed ?? value}
      error={isUnread ? wrong : error}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => setTyped((text) => (text !== undefined && readTime(text) ? undefined : text))}
    />
  );
}
