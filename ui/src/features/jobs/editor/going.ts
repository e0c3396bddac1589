import type { CodeProblem } from "@/api/code";

/** What one can ask of the field for code, wherever it is loaded. */
export interface Going {
  goTo: (problem: CodeProblem) => void;
}
