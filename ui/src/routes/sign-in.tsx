import { getRouteApi } from "@tanstack/react-router";
import { SignIn } from "@/features/session/sign-in";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { next } = route.useSearch();
  return <SignIn next={next ?? "/"} />;
}
