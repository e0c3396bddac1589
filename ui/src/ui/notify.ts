import { notifications } from "@mantine/notifications";
import { Problem } from "@/api/problem";
import { problemText } from "./problem-text";

/** Something that somebody started has failed: said at the edge, where it does not cover what was typed. */
export function notifyOf(error: Error): void {
  const message = error instanceof Problem ? problemText(error) : error.message;
  notifications.show({ message, color: "red", autoClose: 12_000 });
}
