import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef } from "react";
import { isFree } from "@/ui/keys";
import { move, press } from "./press";

const TOGETHER_MS = 1500; // "g" and the letter behind it

/** The keys that hold on every page: where to go, through a list, what its controls say, and help. */
export function usePageKeys(p: string | undefined, onHelp: () => void): void {
  const navigate = useNavigate();
  const going = useRef(0);
  const places: Readonly<Record<string, () => void>> = {
    m: () => void navigate({ to: "/my" }),
    ...(p !== undefined && {
      j: () => void navigate({ to: "/p/$p/jobs", params: { p } }),
      r: () => void navigate({ to: "/p/$p/runs", params: { p } }),
      f: () => void navigate({ to: "/p/$p/files/$", params: { p, _splat: "" } }),
    }),
  };

  function does(key: string): boolean {
    if (going.current !== 0) {
      stopGoing();
      places[key]?.();
      return true;
    }
    if (key === "g") going.current = window.setTimeout(stopGoing, TOGETHER_MS);
    else if (key === "?") onHelp();
    else if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
    else return press(key);
    return true;
  }

  function stopGoing() {
    clearTimeout(going.current);
    going.current = 0;
  }

  const hear = useEffectEvent((event: KeyboardEvent) => {
    const mayRepeat = event.key === "j" || event.key === "k"; // a key that is held shall not start a hundred runs
    if (!isFree(event) || (event.repeat && !mayRepeat) || event.key.length !== 1) return;
    if (does(event.key)) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => hear(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
