import { Kbd, Switch } from "@mantine/core";
import { Fragment } from "react";
import { Dialog } from "@/ui/dialog";
import { useAreKeysOn } from "@/ui/keys";
import styles from "./help.module.css";
import { parts, words } from "./words";

interface Props {
  opened: boolean;
  onClose: () => void;
  onSwitch: (on: boolean) => void;
}

/** Which letters do what, and the way to switch them off. */
export default function KeysHelp({ opened, onClose, onSwitch }: Props) {
  const areOn = useAreKeysOn();
  return (
    <Dialog opened={opened} onClose={onClose} title={words.title} size={620}>
      <p className="dim">{words.where}</p>
      <div className={styles.parts}>
        {parts.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className={styles.keys}>
              {keys.map(([key, what]) => (
                <Fragment key={key}>
                  <dt>
                    {key.split(" ").map((one) => (
                      <Kbd key={one}>{one}</Kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch checked={areOn} label={words.on} description={words.why} onChange={(event) => onSwitch(event.currentTarget.checked)} />
    </Dialog>
  );
}
