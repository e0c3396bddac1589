import type { LogModel } from "./log-model";
import { drawRows, type Showing } from "./log-rows";
import styles from "./log.module.css";
import { ROW, rowsIn } from "./scroll";
import type { Scroller } from "./use-scroller";
import { words } from "./words";

export interface RowsProps {
  model: LogModel;
  scroller: Scroller;
  showing: Showing;
}

/** Only the rows in sight, however long the log is. */
export function VirtualRows({ model, scroller, showing }: RowsProps) {
  const { rows, total } = model.pages;
  const { attach } = scroller;
  const { first, end } = rowsIn(scroller.top, { rows, view: scroller.view });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- they scroll, as a browser would
    <div
      ref={attach}
      className={styles.scroller}
      role="log"
      aria-live="off"
      aria-label={words.log}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keys
      tabIndex={0}
      onScroll={() => scroller.onScroll()}
      onKeyDown={(event) => scroller.onKeyDown(event)}
      onPointerDown={(event) => scroller.release(event)}
      onTouchMove={(event) => scroller.release(event)}
    >
      <div className={styles.space} style={{ height: scroller.height }}>
        <div
          className={styles.rows}
          style={{ transform: `translateY(${first * ROW + scroller.shift}px)`, "--digits": `${String(total).length}ch` } as React.CSSProperties}
        >
          {drawRows(model, first, end, showing)}
        </div>
      </div>
    </div>
  );
}
