import { Button } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { wallNow, wallOf } from "@/time/walls";
import { cityOf } from "@/time/zones";
import { DateField } from "@/ui/date-field";
import { TimeField } from "@/ui/time-field";
import styles from "./why.module.css";
import { words } from "./why-words";

interface Props {
  zone: string;
  /** What was asked about, if anything was. */
  at: string | undefined;
  error: string | undefined;
  onAsk: (at: string) => void;
}

/** Asks about a time by the clocks of the schedule: one that has passed, or one to come. */
export function WhyAsk({ zone, at, error, onAsk }: Props) {
  const [wall, setWall] = useState(() => wallOf(at, zone));

  function submit(event: FormEvent) {
    event.preventDefault();
    onAsk(`${wall.day}T${wall.time}`);
  }

  return (
    <form className={styles.card} onSubmit={submit} noValidate>
      <h2>{words.ask.title}</h2>
      <p className="dim small">{words.ask.by(cityOf(zone))}</p>
      <div className={styles.fields}>
        <DateField
          label={words.ask.day}
          value={wall.day}
          today={wallNow(zone).day}
          words={words}
          error={error}
          onChange={(day) => setWall((now) => ({ ...now, day }))}
        />
        <TimeField label={words.ask.time} value={wall.time} wrong={words.notATime} onChange={(time) => setWall((now) => ({ ...now, time }))} />
        <Button type="submit" variant="default">
          {words.ask.send}
        </Button>
      </div>
    </form>
  );
}
