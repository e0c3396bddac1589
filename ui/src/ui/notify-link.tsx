import { notifications } from "@mantine/notifications";
import styles from "./notify-link.module.css";

interface Told {
  message: string;
  label: string;
  href: string;
  /** Goes there without loading the page anew. */
  onGo: () => void;
}

/** Says what has happened, with the way to it. */
export function notifyLink({ message, label, href, onGo }: Told): void {
  const id = notifications.show({
    message: (
      <>
        {message}.{" "}
        <a
          className={styles.link}
          href={href}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            notifications.hide(id);
            onGo();
          }}
        >
          {label}
        </a>
      </>
    ),
  });
}
