import type { Form } from "./form";

/** What each row of the dialog is given. */
export interface RowsProps {
  form: Form;
  set: (change: Partial<Form>) => void;
  /** What is wrong with a field, by the server's name of it. */
  wrong: (field: string) => string | undefined;
}
