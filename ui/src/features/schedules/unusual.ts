/** What few schedules have, and this one has: the link to it says so while it is folded. Pure. */
import type { Form, Misfire } from "./form";
import { words } from "./words";

/** In words, in the order of the rows. */
export function unusual(form: Form, job: string): string[] {
  const { misfire, unusual: said } = words;
  const { name } = form;
  const values = Object.values(form.values).filter((value) => value !== "").length;
  return [
    ...(values > 0 ? [said.values(values)] : []),
    ...(hasArguments(form) ? [said.arguments] : []),
    ...(form.misfire === USUAL ? [] : [said.missed(misfire[form.misfire])]),
    ...(name.trim() === "" || isGiven(name, job) ? [] : [said.called(name.trim())]),
  ];
}

const USUAL: Misfire = "latest";
const STEM = 60;

const hasArguments = ({ arguments: given }: Form): boolean => (typeof given === "string" ? given.trim() !== "" : given !== null);

/** Whether the server chose this name: that of the job, with a number where there are several. */
function isGiven(name: string, job: string): boolean {
  const stem = job.slice(0, STEM);
  return name.startsWith(stem) && /^(-\d+)?$/.test(name.slice(stem.length));
}
