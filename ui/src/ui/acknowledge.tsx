import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import styles from "./acknowledge.module.css";
import { Icon } from "./icons/icon";

interface Props {
  title: string;
  /** What follows from it. */
  text: string;
  tick: string;
  button: string;
  isPending: boolean;
  onAcknowledge: () => void;
}

/** Something that must be read before one goes on: the button works once it was ticked. */
export function Acknowledge({ title, text, tick, button, isPending, onAcknowledge }: Props) {
  const [isTicked, setTicked] = useState(false);
  return (
    <section className={styles.box} role="alert" tabIndex={-1}>
      <p className={styles.title}>
        <Icon name="alert" size={16} stroke={2.2} /> {title}
      </p>
      <p>{text}</p>
      <Checkbox label={tick} checked={isTicked} onChange={(event) => setTicked(event.currentTarget.checked)} />
      <Button size="xs" disabled={!isTicked} loading={isPending} onClick={onAcknowledge}>
        {button}
      </Button>
    </section>
  );
}
