import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { Gift } from "@/api/sharing";
import { useTrusting } from "@/api/trusting";
import { levelWord } from "./levels";
import { words } from "./words";

/** Gives levels: to somebody new in the add box, and to those who are listed; each shows its own refusal. */
export function useGifts(send: (gift: Gift) => Promise<unknown>, again: () => unknown) {
  const [added, setAdded] = useState(0);
  function tell(gift: Gift) {
    notifications.show({ message: words.given(gift.person, levelWord(gift.level)) });
    return again();
  }
  const adding = useTrusting(send, (_, gift) => {
    setAdded((count) => count + 1);
    return tell(gift);
  });
  const raising = useTrusting(send, (_, gift) => tell(gift));
  /** `added`: how many were, so that the box is empty for the next one. */
  return { adding, raising, added };
}
