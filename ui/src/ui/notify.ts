import { notifications } from "@mantine/notifications";
import { problemText, requestText } from "./problem-text";

/** Something that somebody started has failed: said at the edge, where it does not cover what was typed. */
export function notifyOf(error: Error): void {
  const message = [problemText(error), requestText(error)].filter(Boolean).join(" ");
  notifications.show({ message, color: "red", autoClose: 12_000 });
}
