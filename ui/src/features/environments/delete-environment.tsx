import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deleteEnvironment, environmentsQuery, type Environment } from "@/api/environments";
import { Dialog } from "@/ui/dialog";
import { Trouble } from "@/ui/trouble";
import { common } from "@/words/common";
import styles from "./environments.module.css";
import { words } from "./words";

interface Props {
  p: string;
  /** What is to go; nothing: the dialog is closed. */
  data: Environment | undefined;
  onClose: () => void;
}

/** Before an environment goes. While jobs use it, the server says which. */
export function DeleteEnvironment({ p, data, onClose }: Props) {
  const [shown, setShown] = useState(data);
  if (data !== undefined && data !== shown) setShown(data); // it keeps its content while it closes
  return (
    <Dialog opened={data !== undefined} onClose={onClose} title={words.remove.title(shown?.name ?? "")}>
      {shown && <View p={p} name={shown.name} onClose={onClose} />}
    </Dialog>
  );
}

function View({ p, name, onClose }: { p: string; name: string; onClose: () => void }) {
  const client = useQueryClient();
  const removing = useMutation({
    mutationFn: () => deleteEnvironment(p, name),
    onSuccess: () => {
      notifications.show({ message: words.remove.done(name) });
      onClose();
      return client.invalidateQueries(environmentsQuery(p));
    },
  });
  return (
    <div className={styles.fields}>
      <p>{words.remove.text}</p>
      <Trouble error={removing.error} />
      <div className={styles.buttons}>
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button loading={removing.isPending} onClick={() => removing.mutate()}>
          {words.remove.button}
        </Button>
      </div>
    </div>
  );
}
