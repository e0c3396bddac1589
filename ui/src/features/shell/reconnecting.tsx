import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { age, nowMs } from "@/time/moments";
import { useSeconds } from "@/time/ticking";
import { Icon } from "@/ui/icons/icon";
import { states as words } from "@/words/states";
import styles from "./reconnecting.module.css";

/** Says how old a page is, while the server does not tell by itself what changes. */
export function Reconnecting({ isLost }: { isLost: boolean }) {
  const answeredAt = useLastAnswer();
  return (
    <p role="status" className={isLost ? styles.bar : undefined}>
      {isLost && (
        <>
          <Icon name="offline" />
          {words.offline} <Age answeredAt={answeredAt.current} />
        </>
      )}
    </p>
  );
}

/** Not announced: a screen reader would count along, second by second. */
function Age({ answeredAt }: { answeredAt: number }) {
  useSeconds();
  return <span aria-hidden>{words.lastUpdate(age(answeredAt))}</span>;
}

/** When the server last answered anything that a page asked. */
function useLastAnswer() {
  const client = useQueryClient();
  const answeredAt = useRef(nowMs());
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "success") answeredAt.current = nowMs();
      }),
    [client],
  );
  return answeredAt;
}
