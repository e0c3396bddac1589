import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keysQuery, revokeKey, type Key } from "@/api/keys";
import { Dialog } from "@/ui/dialog";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import styles from "./keys.module.css";
import { words } from "./words";

interface Props {
  /** The key that is to end; none: the dialog is closed. */
  data: Key | undefined;
  onClose: () => void;
}

/** Before a key ends: what that does. */
export function RevokeKey({ data, onClose }: Props) {
  const [shown, setShown] = useState(data);
  if (data !== undefined && data !== shown) setShown(data); // it keeps its content while it closes
  return (
    <Dialog opened={data !== undefined} onClose={onClose} title={words.revoke.title(shown?.name ?? "")}>
      {shown && <View data={shown} onClose={onClose} />}
    </Dialog>
  );
}

function View({ data, onClose }: { data: Key; onClose: () => void }) {
  const client = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => revokeKey(data.id),
    onSuccess: () => {
      notifications.show({ message: words.revoke.done(data.name) });
      onClose();
      return client.invalidateQueries(keysQuery);
    },
  });
  return (
    <div className={styles.fields}>
      <p>{words.revoke.text}</p>
      <Trouble error={revoking.error} />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button loading={revoking.isPending} onClick={() => revoking.mutate()}>
          {words.revoke.button}
        </Button>
      </div>
    </div>
  );
}
