import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { fileAddress, type Entry } from "@/api/files";
import { Icon } from "@/ui/icons/icon";
import { LinkButton } from "@/ui/link-button";
import { Moment } from "@/ui/moment";
import { Empty, Loading } from "@/ui/states";
import { bytesText } from "@/words/bytes";
import { Content } from "./content";
import styles from "./files.module.css";
import { isProgram, kindOf } from "./kinds";
import { joined } from "./names";
import type { useFolder } from "./use-folder";
import { words as all } from "./words";

const words = all.preview;
const route = getRouteApi("/inside/p/$p/files/$");

interface Props {
  p: string;
  folder: string;
  name: string;
  found: ReturnType<typeof useFolder>;
  zone: string;
  mayChange: boolean;
}

/** One file beside its folder: what it is and what it holds. */
export function Preview({ p, folder, name, found, zone, mayChange }: Props) {
  const navigate = route.useNavigate();
  const { heading, giveBack } = useLed(name);
  const entry = found.entries.find((one) => one.name === name && one.kind === "file");
  function close() {
    void navigate({ search: (now) => ({ ...now, file: undefined }) });
    giveBack();
  }

  return (
    <section className={styles.preview} aria-label={words.title(name)}>
      <div className={styles.previewHead}>
        <h2 ref={heading} tabIndex={-1}>
          {name}
        </h2>
        {entry && (
          <Tooltip label={all.download} withinPortal={false}>
            <ActionIcon component="a" href={fileAddress(p, entry.path)} download={name} variant="subtle" color="gray" aria-label={all.downloadOf(name)}>
              <Icon name="download" size={16} />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={words.close} withinPortal={false}>
          <ActionIcon variant="subtle" color="gray" aria-label={words.close} onClick={close}>
            <Icon name="x" size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      {entry ? (
        <>
          <Facts entry={entry} zone={zone} />
          <Content key={joined(folder, name)} p={p} entry={entry} />
          {mayChange && isProgram(entry) && (
            <LinkButton
              to="/p/$p/new-job"
              params={{ p }}
              search={{ program: entry.path }}
              variant="default"
              fullWidth
              leftSection={<Icon name="plus" />}
            >
              {all.inNewJob}
            </LinkButton>
          )}
        </>
      ) : (
        <NoFile isLooking={found.isLooking} isCut={found.isCut} onMore={() => void found.query.fetchNextPage()} />
      )}
    </section>
  );
}

/** Who opens a file in the list is led to it, and back when it is closed; who opens an address is led nowhere. */
function useLed(name: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLElement>(null);
  const led = useRef<string>(undefined);
  useEffect(() => {
    const from = document.activeElement;
    if (led.current === name || !(from instanceof HTMLElement) || !from.closest("table")) return;
    led.current = name;
    opener.current = from;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "nearest" });
  }, [name]);
  return { heading, giveBack: () => opener.current?.focus() };
}

function Facts({ entry, zone }: { entry: Entry; zone: string }) {
  return (
    <p className="dim small">
      {words.kinds[kindOf(entry)]} · {bytesText(entry.size)} · <Moment at={entry.modified_at} zone={zone} />
    </p>
  );
}

function NoFile({ isLooking, isCut, onMore }: { isLooking: boolean; isCut: boolean; onMore: () => void }) {
  if (isLooking) return <Loading rows={3} />;
  if (isCut) {
    return (
      <Button variant="default" onClick={onMore}>
        {all.lookOn}
      </Button>
    );
  }
  return <Empty title={words.gone}>{words.goneText}</Empty>;
}
