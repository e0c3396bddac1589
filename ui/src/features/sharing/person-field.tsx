import { Autocomplete } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import type { Circle } from "./circle";

interface Props {
  circle: Circle;
  label: string;
  placeholder: string;
  className: string | undefined;
  value: string;
  error?: string | undefined;
  onChange: (name: string) => void;
  onChosen?: (name: string) => void;
}

/** Somebody by name, of the members or from outside. Where no member fits there is no list that Escape would close. */
export function PersonField({ circle, label, value, onChosen, ...rest }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []); // it also takes the place of another view of its dialog
  const [isOpen, setOpen] = useState(false);
  const names = circle.members.map((member) => member.name);
  const isHit = names.some((name) => name.toLowerCase().includes(value.trim().toLowerCase()));
  return (
    <Autocomplete
      {...rest}
      ref={field}
      label={label}
      aria-label={label}
      data={names}
      limit={8}
      openOnFocus={false}
      autoComplete="off"
      value={value}
      dropdownOpened={isOpen && isHit}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      {...(onChosen && { onOptionSubmit: onChosen })}
    />
  );
}
