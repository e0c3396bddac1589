import { Kbd, Modal, Switch } from "@mantine/core";
import { Fragment } from "react";
import { useAreKeysOn } from "@/ui/keys";
import { common } from "@/words/common";
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
    <Modal opened={opened} onClose={onClose} title={words.title} size="lg" closeButtonProps={{ "aria-label": common.close }}>
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
    </Modal>
  );
}
