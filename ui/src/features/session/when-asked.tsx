import { lazy, Suspense, useState } from "react";
import { useConfirming } from "@/api/confirming";
import { useSessionEnded } from "./ended";

const SignInAgain = lazy(() => import("./sign-in-again").then((found) => ({ default: found.SignInAgain })));
const ConfirmPassword = lazy(() => import("./confirm-password").then((found) => ({ default: found.ConfirmPassword })));

/** The dialogs that ask who one is, in the middle of work. Most pages never need them, so none loads them before. */
export function WhenAsked() {
  const hasEnded = useOnce(useSessionEnded());
  const isAsked = useOnce(useConfirming());
  return (
    <Suspense>
      {hasEnded && <SignInAgain />}
      {isAsked && <ConfirmPassword />}
    </Suspense>
  );
}

/** Whether it ever was so: a dialog stays, to close as it opened. */
function useOnce(isSo: boolean): boolean {
  const [was, setWas] = useState(isSo);
  if (isSo && !was) setWas(true);
  return was;
}
