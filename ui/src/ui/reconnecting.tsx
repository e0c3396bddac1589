import type { UseQueryResult } from "@tanstack/react-query";
import { Problem } from "@/api/problem";
import { age } from "@/time/moments";
import { useSeconds } from "@/time/ticking";
import { states as words } from "@/words/states";
import { Icon } from "./icons/icon";
import styles from "./reconnecting.module.css";

/** A bar over data that is old because nobody answers; nothing while all is well. */
export function Reconnecting({ query }: { query: UseQueryResult<unknown> }) {
  const isRefused = query.failureReason instanceof Problem && query.failureReason.isUnreachable;
  const isLost = isRefused || query.fetchStatus === "paused"; // the browser itself knows that it is offline
  if (!isLost || !query.data) return null;
  return (
    <p className={styles.bar} role="status">
      <Icon name="offline" />
      <Age cameAt={query.dataUpdatedAt} />
    </p>
  );
}

function Age({ cameAt }: { cameAt: number }) {
  useSeconds();
  return words.offline(age(cameAt));
}
