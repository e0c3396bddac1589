import { notifications } from "@mantine/notifications";
import { Problem } from "@/api/problem";
import { problemText, requestText } from "./problem-text";

/** Something that somebody started has failed: said at the edge, where it does not cover what was typed. */
export function notifyOf(error: Error): void {
  const request = error instanceof Problem ? requestText(error) : undefined;
  const message = [problemText(error), request].filter(Boolean).join(" ");
  notifications.show({ message, color: "red", autoClose: 12_000 });
}
