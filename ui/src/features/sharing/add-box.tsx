import { Button } from "@mantine/core";
import { useState, type FormEvent } from "react";
import type { Gift, Level } from "@/api/sharing";
import type { Trusting } from "@/api/trusting";
import { Refused } from "@/ui/refused";
import { listed } from "@/words/catalogue";
import { Abilities } from "./abilities";
import { EndingField, endsAt, FOREVER } from "./ending";
import { LevelSelect } from "./level-select";
import { LEVELS } from "./levels";
import type { Circle } from "./circle";
import { PersonField } from "./person-field";
import styles from "./sharing.module.css";
import { words } from "./words";

interface Props {
  circle: Circle;
  giving: Trusting<Gift>;
}

/** Somebody, what they can do, and until when; what that means stands below, before it is given. */
export function AddBox({ circle, giving }: Props) {
  const [person, setPerson] = useState("");
  const [level, setLevel] = useState<Level>("run");
  const [ending, setEnding] = useState(FOREVER);
  const [wasSent, setWasSent] = useState(false);
  const ends = endsAt(ending, circle.zone);
  const name = person.trim();

  function submit(event: FormEvent) {
    event.preventDefault();
    setWasSent(true);
    if (name === "" || ends === undefined) return;
    giving.send({ person: name, level, ends_at: ends });
  }

  return (
    <form onSubmit={submit} noValidate className={styles.add}>
      <div className={styles.addFields}>
        <PersonField
          circle={circle}
          label={words.add.person}
          placeholder={words.add.placeholder}
          className={styles.addPerson}
          value={person}
          error={giving.problem?.of("person")}
          onChange={setPerson}
        />
        <LevelSelect name={words.add.level} label={words.add.level} value={level} levels={LEVELS} onChange={setLevel} />
        <EndingField ending={ending} zone={circle.zone} error={wasSent && ends === undefined ? words.add.noDay : undefined} onChange={setEnding} />
        <Button type="submit" loading={giving.isPending} disabled={name === ""}>
          {words.add.button}
        </Button>
      </div>
      <Abilities level={level} />
      <Stranger circle={circle} name={name} />
      <Refused sent={giving} field="person" />
    </form>
  );
}

/** Somebody from outside becomes a guest by it, and only owners let somebody in: said before. */
function Stranger({ circle, name }: { circle: Circle; name: string }) {
  const isKnown = circle.members.some((member) => member.name.toLowerCase() === name.toLowerCase());
  if (name === "" || isKnown || !circle.isListed) return null;
  return (
    <p className={styles.note}>
      {circle.isMine ? words.add.guest(name, circle.project) : words.add.ownersAdd(name, listed(circle.owners))}
    </p>
  );
}
