/** How full a project is, and what is known of it last. */
import type { InfiniteData } from "@tanstack/react-query";
import { useState } from "react";
import type { Page, Space } from "@/api/files";

export type Fullness = "fine" | "filling" | "almost" | "full" | "over";

/** What uploads under way may still need counts, as it does for the next upload. What keeps runs from starting is files alone. */
export function fullnessOf({ used, reserved, quota }: Space): Fullness {
  if (used > quota) return "over";
  const share = (used + reserved) / quota;
  if (share >= 1) return "full";
  if (share >= 0.95) return "almost";
  return share >= 0.8 ? "filling" : "fine";
}

/** How much of the bar each of the two takes, in percent: together never more than all of it. */
export function sharesOf({ used, reserved, quota }: Space): { used: number; reserved: number } {
  const filled = Math.min(100, (100 * used) / quota);
  return { used: filled, reserved: Math.min(100 - filled, (100 * reserved) / quota) };
}

interface Listed {
  data: InfiniteData<Page> | undefined;
  isRefetching: boolean;
}

/** What the folder that is open says of the space; while it is asked, what was known before it was opened. */
export function useSpace({ data, isRefetching }: Listed): Space | undefined {
  const told = data?.pages.at(-1)?.space;
  const [known, setKnown] = useState(told);
  if (told && told !== known && !isRefetching) setKnown(told);
  return known;
}
