import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { ROW, scaleOf, topFor } from "./scroll";

export interface Scroller {
  /** Takes the scrolled element, or that it is gone. */
  attach: (element: HTMLDivElement | null) => void;
  /** Pixels of rows above what is seen. */
  top: number;
  view: number;
  height: number;
  /** Where the rows stand in the scrolled element: it may be less high than they are. */
  shift: number;
  isFollowing: boolean;
  follow: (isOn: boolean) => void;
  showRow: (row: number) => void;
  onScroll: () => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
  /** Somebody takes the scroll bar, or the text by touch. */
  release: (event: React.PointerEvent | React.TouchEvent) => void;
}

const FIRST_VIEW = 600;

/** Scrolls rows, and follows their end until somebody turns away from it: by wheel, keys, touch or the scroll bar. */
export function useScroller(rows: number, startsFollowing: boolean): Scroller {
  const [element, attach] = useState<HTMLDivElement | null>(null);
  const expected = useRef(0);
  const [top, setTop] = useState(0);
  const [view, setView] = useState(FIRST_VIEW);
  const [isFollowing, setFollowing] = useState(startsFollowing);
  const measure = { rows, view };
  const { height, ratio, most } = scaleOf(measure);
  const shown = isFollowing ? most : Math.min(top, most);

  useLayoutEffect(() => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setView(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);

  // The browser's own place follows ours: rows come, and the scale changes with them.
  useLayoutEffect(() => {
    if (!element) return;
    element.scrollTo({ top: shown / ratio, behavior: "instant" });
    expected.current = element.scrollTop;
  }, [element, shown, ratio]);

  function moveTo(wanted: number) {
    setFollowing(wanted >= most);
    setTop(Math.max(0, Math.min(most, wanted)));
  }

  useWheel(element, (delta) => {
    if (delta < 0 && most > 0) setFollowing(false);
    if (isFollowing && delta >= 0) return true;
    if (isFollowing) setTop(shown);
    if (ratio === 1) return false;
    moveTo(shown + delta);
    return true;
  });

  function onScroll() {
    const at = element?.scrollTop ?? 0;
    if (Math.abs(at - expected.current) < 1) return;
    expected.current = at;
    moveTo(at * ratio + (isAtEnd(element) ? 1 : 0));
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const step = STEPS[event.key]?.(view);
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moveTo(shown + step);
  }

  function release(event: React.PointerEvent | React.TouchEvent) {
    const isBar = "offsetX" in event.nativeEvent && event.nativeEvent.offsetX >= event.currentTarget.clientWidth;
    if (!isFollowing || !("touches" in event || isBar)) return;
    setTop(shown);
    setFollowing(false);
  }

  return {
    attach,
    top: shown,
    view,
    height,
    shift: shown / ratio - shown,
    isFollowing,
    follow: (isOn) => {
      if (!isOn) setTop(shown);
      setFollowing(isOn);
    },
    showRow: (row) => moveTo(topFor(row, measure)),
    onScroll,
    onKeyDown,
    release,
  };
}

const isAtEnd = (element: HTMLElement | null): boolean =>
  element !== null && element.scrollTop + element.clientHeight >= element.scrollHeight - 1;

const STEPS: Readonly<Record<string, (view: number) => number>> = {
  ArrowUp: () => -ROW,
  ArrowDown: () => ROW,
  PageUp: (view) => ROW - view,
  PageDown: (view) => view - ROW,
  Home: () => -Infinity,
  End: () => Infinity,
};

/** Listens to the wheel in a way that lets one keep the browser from scrolling: `onWheel` says whether to. */
function useWheel(element: HTMLDivElement | null, onWheel: (delta: number) => boolean): void {
  const turned = useEffectEvent(onWheel);
  useEffect(() => {
    if (!element) return undefined;
    const listen = (event: WheelEvent) => {
      const isAcross = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (event.ctrlKey || isAcross) return;
      const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * ROW : event.deltaY;
      if (turned(delta)) event.preventDefault();
    };
    element.addEventListener("wheel", listen, { passive: false });
    return () => element.removeEventListener("wheel", listen);
  }, [element]);
}
