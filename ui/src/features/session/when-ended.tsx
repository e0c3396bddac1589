import { lazy, Suspense } from "react";
import { useSessionEnded } from "./ended";

const SignInAgain = lazy(() => import("./sign-in-again").then((found) => ({ default: found.SignInAgain })));

/** The dialog in which one signs in again; most pages never need it. */
export function WhenEnded() {
  const hasEnded = useSessionEnded();
  return <Suspense>{hasEnded && <SignInAgain />}</Suspense>;
}
