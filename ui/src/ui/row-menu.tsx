import { ActionIcon, Menu, type ActionIconProps } from "@mantine/core";
import { useEffect, useState, type ReactNode, type Ref } from "react";
import { Icon } from "./icons/icon";

interface Props extends ActionIconProps {
  label: string;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

/** What one does now and then, behind three dots. A list has such a menu in each row, so it is made when it is first asked for. */
export function RowMenu({ children, ...button }: Props) {
  const [isAsked, setAsked] = useState(false);
  if (isAsked) return <Asked {...button}>{children}</Asked>;
  return <Dots {...button} aria-haspopup="menu" aria-expanded={false} onClick={() => setAsked(true)} />;
}

/** Its button takes the focus over from the one that stood there before the menu opens, and so is given it back. */
function Asked({ children, ...button }: Props) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setOpen(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <Menu opened={isOpen} onChange={setOpen} position="bottom-end" width={190} shadow="lg" withinPortal={false} floatingStrategy="fixed">
      <Menu.Target>
        <Dots {...button} autoFocus />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

type DotsProps = Omit<Props, "children"> & Omit<React.ComponentPropsWithoutRef<"button">, keyof ActionIconProps>;

function Dots({ label, ...rest }: DotsProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} {...rest}>
      <Icon name="dots" size={16} />
    </ActionIcon>
  );
}
