import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useParams } from "@tanstack/react-router";
import { RailOpener } from "@/ui/page";
import { Rail } from "./rail";
import { Reconnecting } from "./reconnecting";
import styles from "./shell.module.css";
import { useLive } from "./use-live";
import { words } from "./words";

/** The frame of every page behind the sign-in: the rail at the left, a drawer where the screen is small. */
export function Shell() {
  const { p } = useParams({ strict: false });
  const isLost = useLive();
  const [isOpen, drawer] = useDisclosure(false);
  return (
    <RailOpener value={drawer.open}>
      <div className={styles.shell}>
        <a className={styles.skip} href="#main">
          {words.skip}
        </a>
        <Rail project={p} className={styles.beside} />
        <div className={styles.main}>
          <Reconnecting isLost={isLost} />
          <Outlet />
        </div>
        <Drawer.Root opened={isOpen} onClose={drawer.close} size={264} padding={0}>
          <Drawer.Overlay />
          <Drawer.Content aria-label={words.main}>
            <Rail project={p} onGo={drawer.close} />
          </Drawer.Content>
        </Drawer.Root>
      </div>
    </RailOpener>
  );
}
