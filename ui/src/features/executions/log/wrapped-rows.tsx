import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { drawRows } from "./log-rows";
import styles from "./log.module.css";
import { PAGE } from "./pages";
import type { RowsProps } from "./virtual-rows";
import { ROW } from "./scroll";
import { words } from "./words";

/** A page of lines with all of their text; rows of any height cannot be virtual. */
export function WrappedRows({ model, scroller, showing }: RowsProps) {
  const { pages } = model;
  const [chosen, setPage] = useState(() => Math.floor(scroller.top / ROW / PAGE));
  const { current } = showing;
  const pageOf = (line: number) => Math.floor(pages.rowOf(line) / PAGE);
  const [turnedTo, setTurnedTo] = useState(current);
  if (current !== turnedTo) {
    setTurnedTo(current);
    if (current !== undefined) setPage(pageOf(current));
  }
  const last = Math.max(0, Math.floor((pages.rows - 1) / PAGE));
  const page = scroller.isFollowing ? last : Math.min(chosen, last);
  const [first, end] = [page * PAGE, Math.min(pages.rows, (page + 1) * PAGE)];
  const element = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const lines = [first, end - 1].map((row) => pages.lineAt(row)).filter((line) => line !== undefined);
    model.ensure(lines);
  }, [model, pages, first, end]);
  useLayoutEffect(() => {
    if (scroller.isFollowing) element.current?.scrollTo({ top: element.current.scrollHeight });
  });
  const isHere = current !== undefined && page === pageOf(current) && pages.get(current) !== undefined;
  const shown = isHere ? current : undefined;
  useLayoutEffect(() => {
    if (shown !== undefined) element.current?.querySelector("[data-current]")?.scrollIntoView({ block: "center" });
  }, [shown]);

  function go(to: number) {
    scroller.follow(false);
    setPage(to);
    element.current?.scrollTo({ top: 0 });
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the wheel turns away from the end
    <div
      ref={element}
      className={`${styles.scroller} ${styles.wrapped}`}
      role="log"
      aria-live="off"
      aria-label={words.log}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keys
      tabIndex={0}
      onWheel={(event) => event.deltaY < 0 && scroller.isFollowing && (setPage(page), scroller.follow(false))}
      style={{ "--digits": `${String(pages.total).length}ch` } as React.CSSProperties}
    >
      {page > 0 && <Turn label={words.earlier} onPress={() => go(page - 1)} />}
      {drawRows(model, first, end, showing)}
      {page < last && <Turn label={words.later} onPress={() => go(page + 1)} />}
    </div>
  );
}

function Turn({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <button type="button" className={`${styles.tool} ${styles.turn}`} onClick={onPress}>
      {label}
    </button>
  );
}
