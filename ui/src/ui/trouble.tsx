import { Problem } from "@/api/problem";
import { Banner } from "./banner";
import { problemText, requestText } from "./problem-text";

interface Props {
  error: Error | null | undefined;
  /** The fields of the request that show their own faults. */
  at?: readonly string[];
  /** What the other fields of the request are called on this page. */
  name?: (field: string) => string;
}

const BUG = new Problem({ status: 500 });

/** Why something was not saved, beside the button: all that no field shows, also of those that are out of sight. */
export function Trouble({ error, at, name }: Props) {
  if (!error) return null;
  const problem = error instanceof Problem ? error : BUG;
  const faults = problem.faults.filter(({ field }) => !at?.includes(field));
  if (problem.faults.length > 0 && faults.length === 0) return null;
  const request = requestText(problem);
  return (
    <Banner tone="failed">
      {faults.length === 0 && problemText(problem)}
      {faults.map(({ field, text }) => (
        <p key={field + text}>{name ? `${name(field)}: ${text}` : text}</p>
      ))}
      {request && <p className="small mono">{request}</p>}
    </Banner>
  );
}
