import type { Problem } from "@/api/problem";
import type { Draft } from "./draft";

/** What each part of the form is given. */
export interface FormProps {
  project: string;
  draft: Draft;
  problem: Problem | undefined;
  set: (change: Partial<Draft>) => void;
}
