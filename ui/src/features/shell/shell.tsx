import { Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { RailOpener } from "@/ui/page";
import { Keys } from "./keys/keys";
import { Rail } from "./rail";
import { Reconnecting } from "./reconnecting";
import styles from "./shell.module.css";
import { useLive } from "./use-live";
import { useApplied } from "./use-preferences";
import { words } from "./words";

/** The frame of every page behind the sign-in: the rail at the left, a drawer where the screen is small. */
export function Shell() {
  const { p } = useParams({ strict: false });
  const isLost = useLive();
  useApplied();
  const [isOpen, drawer] = useDisclosure(false);
  const [isHelping, setHelping] = useState(false);
  const help = () => {
    drawer.close();
    setHelping(true);
  };
  return (
    <RailOpener value={drawer.open}>
      <div className={styles.shell}>
        <a className={styles.skip} href="#main">
          {words.skip}
        </a>
        <Rail project={p} className={styles.beside} onKeys={help} />
        <div className={styles.main}>
          <Reconnecting isLost={isLost} />
          <Outlet />
        </div>
        <Drawer.Root opened={isOpen} onClose={drawer.close} size={264} padding={0}>
          <Drawer.Overlay />
          <Drawer.Content aria-label={words.main}>
            <Rail project={p} onGo={drawer.close} onKeys={help} />
          </Drawer.Content>
        </Drawer.Root>
        <Keys project={p} isHelping={isHelping} onHelp={setHelping} />
      </div>
    </RailOpener>
  );
}
