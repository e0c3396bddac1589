import { Button, Select } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keysQuery, renewKey, type Key } from "@/api/keys";
import { Dialog } from "@/ui/dialog";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import type { Made } from "./key-made";
import styles from "./keys.module.css";
import { words } from "./words";

interface Props {
  /** The key that is to be renewed; none: the dialog is closed. */
  data: Key | undefined;
  onClose: () => void;
  onMade: (made: Made) => void;
}

/** A new key in place of an old one, which works a while longer. */
export function RenewKey({ data, onClose, onMade }: Props) {
  const [shown, setShown] = useState(data);
  if (data !== undefined && data !== shown) setShown(data); // it keeps its content while it closes
  return (
    <Dialog opened={data !== undefined} onClose={onClose} title={words.renew.title(shown?.name ?? "")}>
      {shown && <View data={shown} onClose={onClose} onMade={onMade} />}
    </Dialog>
  );
}

const DAY = 24;

function View({ data, onClose, onMade }: { data: Key } & Omit<Props, "data">) {
  const client = useQueryClient();
  const [hours, setHours] = useState(DAY);
  const renewing = useMutation({
    mutationFn: () => renewKey(data.id, hours),
    onSuccess: (key) => {
      onMade({ key, project: undefined, older: words.renew.overlaps[hours] });
      onClose();
      return client.invalidateQueries(keysQuery);
    },
  });
  return (
    <div className={styles.fields}>
      <p>{words.renew.text}</p>
      <Select
        label={words.renew.overlap}
        aria-label={words.renew.overlap}
        data={Object.entries(words.renew.overlaps).map(([value, label]) => ({ value, label }))}
        value={String(hours)}
        allowDeselect={false}
        onChange={(chosen) => setHours(Number(chosen))}
      />
      <Trouble error={renewing.error} />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button loading={renewing.isPending} onClick={() => renewing.mutate()}>
          {words.renew.button}
        </Button>
      </div>
    </div>
  );
}
