import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useKeys } from "@/ui/keys";
import styles from "./log.module.css";
import { LevelMap } from "./level-map";
import { stretchNear, worst } from "./levels";
import { LogFoot } from "./log-foot";
import type { LogModel } from "./log-model";
import type { Showing, Times } from "./log-rows";
import { LogTools } from "./log-tools";
import type { ViewerProps } from "./viewer-props";
import { ROW, rowsIn } from "./scroll";
import { useLevels } from "./use-levels";
import { useMarks } from "./use-marks";
import { useScroller, type Scroller } from "./use-scroller";
import { useSearch } from "./use-search";
import { useSpot } from "./use-spot";
import { VirtualRows } from "./virtual-rows";
import { words } from "./words";
import { WrappedRows } from "./wrapped-rows";

const SETTLED_MS = 50; // a scroll bar that is dragged asks for no page on its way

/** A log that has lines: its tools, its rows, and how far it is. */
export function LogPanel({ model, address, run, zone, firstLine, onAttempt }: ViewerProps & { model: LogModel }) {
  const { marked, mark, clear } = useMarks();
  const [typed, setTyped] = useState("");
  const [isWrapped, setWrapped] = useState(false);
  const [times, setTimes] = useLocalStorage<Times>({ key: "dayshift.log.times", defaultValue: "clock", getInitialValueInEffect: false });
  const field = useRef<HTMLInputElement>(null);
  const { search, step } = useSearch(address, typed);
  const scroller = useScroller(model.pages.rows, marked === undefined && firstLine === undefined);
  const levels = useLevels(address, model);
  const { spot, step: stepTo, leave } = useSpot(address, levels);
  const hit = search.hits[search.current];
  const current = spot?.from ?? hit;
  const newest = useNewest(model.pages.total, scroller.isFollowing);

  const [beginsAtMark] = useState(marked !== undefined);
  useShown(model, scroller, useMemo(() => (firstLine && !beginsAtMark ? { from: firstLine } : undefined), [firstLine, beginsAtMark]));
  useShown(model, scroller, marked);
  useShown(model, scroller, useMemo(() => hit && { from: hit }, [hit]));
  useShown(model, scroller, spot);
  useLoaded(model, scroller);
  useKeys({
    f: () => scroller.follow(!scroller.isFollowing),
    G: () => scroller.follow(true),
    "/": () => field.current?.focus(),
    n: () => stepHit(1),
    N: () => stepHit(-1),
    e: () => stepLevel(1),
    E: () => stepLevel(-1),
  });

  function stepHit(by: number) {
    leave();
    step(by);
  }

  function type(text: string) {
    leave();
    setTyped(text);
  }

  function stepLevel(by: 1 | -1) {
    void stepTo(lineFrom(model, scroller, spot?.from, by), by);
  }

  function pointAt(part: number) {
    const near = stretchNear(levels, model.pages, part);
    if (near) void stepTo(near.line - 1, 1, near.errors > 0 ? "error" : "warn");
  }

  const showing: Showing = { times, zone, startedAt: run.started_at, query: search.query, current, marked, onMark: mark };
  const rows = { model, scroller, showing };
  const isMapped = !isWrapped && worst(levels) !== undefined;
  return (
    <section className={styles.panel} data-mantine-color-scheme="dark" aria-label={words.log}>
      <LogTools
        {...{ model, address, run, scroller, field, typed, search, times, isWrapped, marked, levels, spot }}
        onType={type}
        onStep={stepHit}
        onLevel={stepLevel}
        onTimes={setTimes}
        onWrap={() => setWrapped(!isWrapped)}
        onClear={clear}
        onAttempt={onAttempt}
      />
      {model.generation > 0 && <p className={styles.strip}>{words.truncated}</p>}
      <div className={styles.body} data-mapped={isMapped || undefined}>
        {isWrapped ? <WrappedRows {...rows} /> : <VirtualRows {...rows} />}
        {isMapped && <LevelMap levels={levels} pages={model.pages} onPoint={pointAt} />}
        {!scroller.isFollowing && !model.isComplete && (
          <button type="button" className={styles.jump} onClick={() => scroller.follow(true)}>
            {words.newLines(newest)}
          </button>
        )}
      </div>
      <LogFoot model={model} zone={zone} isGuessed={worst(levels) !== undefined} />
    </section>
  );
}

/** The line to look from: the one that one has jumped to, while it is in sight; else the edge of what is. */
function lineFrom({ pages }: LogModel, { top, view }: Scroller, spot: number | undefined, by: 1 | -1): number {
  const [first, last] = [Math.ceil(top / ROW), Math.floor((top + view) / ROW) - 1];
  if (spot !== undefined && pages.rowOf(spot) >= first && pages.rowOf(spot) <= last) return spot;
  const row = by === 1 ? first - 1 : last + 1;
  return row < 0 ? 0 : (pages.lineAt(row) ?? pages.lineAt(row + by) ?? 0);
}

/** How many lines have come since one turned away from the end. */
function useNewest(total: number, isFollowing: boolean): number {
  const [seen, setSeen] = useState(total);
  if (isFollowing && seen !== total) setSeen(total);
  return total - seen;
}

/** Brings a line into sight when it becomes the one that matters. */
function useShown(model: LogModel, { top, view, showRow, follow }: Scroller, line: { from: number } | 0 | undefined): void {
  const show = useEffectEvent((wanted: number) => {
    const row = model.pages.rowOf(wanted);
    if (row * ROW < top || (row + 1) * ROW > top + view) showRow(row);
    else follow(false);
  });
  useLayoutEffect(() => {
    if (line) show(line.from);
  }, [line]);
}

/** Loads the pages in sight, once one stays there. */
function useLoaded(model: LogModel, { top, view }: Scroller): void {
  const { rows } = model.pages;
  useEffect(() => {
    const { first, end } = rowsIn(top, { rows, view });
    const lines = [first, end - 1].map((row) => model.pages.lineAt(row)).filter((line) => line !== undefined);
    const timer = setTimeout(() => model.ensure(lines), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [model, top, view, rows]);
}
