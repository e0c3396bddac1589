import { getRouteApi } from "@tanstack/react-router";
import { LetIn } from "@/features/session/let-in";

const route = getRouteApi("/sign-in/terminal");

export function TerminalPage() {
  const { flow } = route.useSearch();
  return <LetIn flow={flow} />;
}
