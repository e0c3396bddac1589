import { lazy, Suspense, useState } from "react";
import { usePreferences } from "../use-preferences";
import { usePageKeys } from "./use-page-keys";

const KeysHelp = lazy(() => import("./help"));

interface Props {
  project: string | undefined;
  isHelping: boolean;
  onHelp: (isOpen: boolean) => void;
}

/** Hears the keys of every page, and shows what they do. */
export function Keys({ project, isHelping, onHelp }: Props) {
  const [wasAsked, setWasAsked] = useState(false);
  const { change } = usePreferences();
  usePageKeys(project, () => onHelp(true));
  if (isHelping && !wasAsked) setWasAsked(true);
  return (
    <Suspense>
      {wasAsked && <KeysHelp opened={isHelping} onClose={() => onHelp(false)} onSwitch={(keys) => change({ keys })} />}
    </Suspense>
  );
}
