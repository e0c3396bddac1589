import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRef, type ReactNode } from "react";
import { common } from "@/words/common";
import styles from "./dialog.module.css";
import { isBelow, KeptFocus } from "./kept-focus";
import { useReturnFocus } from "./return-focus";

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  size?: number;
  /** Whether it stands above another one. */
  isOver?: boolean;
  /** What was pressed to open it, where that has not the focus any more. */
  opener?: Element | null;
  children: ReactNode;
}

const [UNDER, OVER] = [200, 900]; // a session that ended is above both

/** A dialog. It stays mounted while it is closed, so that focus goes back to what opened it; a small screen it fills. */
export function Dialog({ opened, onClose, title, size = 480, isOver = false, opener, children }: Props) {
  const isSmall = useMediaQuery("(max-width: 640px)") ?? false;
  const within = useRef<HTMLDivElement>(null);
  useReturnFocus(opened, opener);
  return (
    <Modal
      opened={opened}
      onClose={() => isBelow(within) || onClose()}
      trapFocus={false}
      returnFocus={false}
      title={title}
      size={size}
      fullScreen={isSmall}
      zIndex={isOver ? OVER : UNDER}
      radius={isSmall ? 0 : "lg"}
      padding="lg"
      classNames={{ title: styles.title }}
      closeButtonProps={{ "aria-label": common.close }}
    >
      <KeptFocus ref={within}>{children}</KeptFocus>
    </Modal>
  );
}
