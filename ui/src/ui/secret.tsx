import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { copyText } from "./copy";
import { Icon } from "./icons/icon";
import styles from "./secret.module.css";

interface Props {
  label: string;
  text: string;
  copy: string;
  copied: string;
}

/** Something that is shown once, to be copied. */
export function Secret({ label, text, copy, copied }: Props) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className={styles.secret}>
      <TextInput
        aria-label={label}
        readOnly
        value={text}
        classNames={{ input: "mono", root: styles.text }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button leftSection={<Icon name={isCopied ? "check" : "copy"} />} onClick={() => void copyText(text).then(() => setCopied(true))}>
        <span aria-live="polite">{isCopied ? copied : copy}</span>
      </Button>
    </div>
  );
}
