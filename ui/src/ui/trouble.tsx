import type { Problem } from "@/api/problem";
import { Banner } from "./banner";
import { faultTexts, problemText } from "./problem-text";

interface Props {
  problem: Problem;
  /** What a field of the request is called on this page. */
  name: (field: string) => string;
}

/** Why something was not saved, beside the button: each fault, also of fields that are out of sight. */
export function Trouble({ problem, name }: Props) {
  const faults = faultTexts(problem, name);
  return (
    <Banner tone="failed">
      {faults.length === 0 ? problemText(problem) : faults.map((fault) => <p key={fault}>{fault}</p>)}
    </Banner>
  );
}
