import { Button } from "@mantine/core";
import { useEffect } from "react";
import { Icon } from "@/ui/icons/icon";
import { common } from "@/words/common";
import styles from "./fault.module.css";

/** A fault of ours in a page: what happened, and a way on. */
export function PageFault({ error }: { error: Error }) {
  useEffect(() => console.error(error), [error]);
  return (
    <main className={styles.fault} role="alert">
      <Icon name="alert" size={28} />
      <h1>{common.failed.page}</h1>
      <p>{common.failed.pageCure}</p>
      <p className="small mono">{error.message}</p>
      <div className={styles.buttons}>
        <Button onClick={() => location.reload()}>{common.failed.reload}</Button>
        <Button component="a" href="/projects" variant="default">
          {common.failed.toProjects}
        </Button>
      </div>
    </main>
  );
}
