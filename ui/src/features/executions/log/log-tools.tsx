import { notifications } from "@mantine/notifications";
import type { RefObject } from "react";
import type { RunDetail } from "@/api/executions";
import { rawLogAddress, type LogAddress } from "@/api/logs";
import { copyText } from "@/ui/copy";
import { Icon } from "@/ui/icons/icon";
import { plain } from "./ansi";
import { LevelTools } from "./level-tools";
import type { Levels } from "./levels";
import { Pick, SearchBox, TIMES, Tool } from "./log-bar";
import type { LogModel } from "./log-model";
import type { Times } from "./log-rows";
import styles from "./log.module.css";
import type { Scroller } from "./use-scroller";
import type { Search } from "./use-search";
import type { Spot } from "./use-spot";
import { words } from "./words";

interface Props {
  model: LogModel;
  address: LogAddress;
  run: RunDetail;
  scroller: Scroller;
  field: RefObject<HTMLInputElement | null>;
  typed: string;
  search: Search;
  times: Times;
  isWrapped: boolean;
  marked: { from: number; to: number } | undefined;
  levels: Levels;
  spot: Spot | undefined;
  onType: (text: string) => void;
  onStep: (by: number) => void;
  onLevel: (by: 1 | -1) => void;
  onTimes: (times: Times) => void;
  onWrap: () => void;
  onClear: () => void;
  onAttempt: (attempt: number) => void;
}

/** What one can do with a log. */
export function LogTools(props: Props) {
  const { model, address, run, scroller, times, isWrapped, marked } = props;
  const attempts = Array.from({ length: run.attempt }, (_, place) => String(place + 1));
  return (
    <div className={styles.bar} role="toolbar" aria-label={words.tools}>
      <SearchBox {...props} />
      <LevelTools levels={props.levels} spot={props.spot} onStep={props.onLevel} />
      <span className={styles.gap} />
      {marked && <Marked model={model} marked={marked} onClear={props.onClear} />}
      {run.attempt > 1 && (
        <Pick
          label={words.attempt}
          value={String(address.attempt)}
          options={attempts.map((number) => [number, words.attemptNumber(Number(number))] as const)}
          onPick={(number) => props.onAttempt(Number(number))}
        />
      )}
      <Pick label={words.times} value={times} options={TIMES} onPick={props.onTimes} />
      {!model.isComplete && (
        <Tool
          icon="chevron-down"
          label={words.follow}
          isWide
          isOn={scroller.isFollowing}
          onPress={() => scroller.follow(!scroller.isFollowing)}
        />
      )}
      <Tool icon="wrap" label={words.wrap} isOn={isWrapped} onPress={props.onWrap} />
      <a className={styles.tool} href={rawLogAddress(address)} download aria-label={words.download} title={words.download}>
        <Icon name="download" />
      </a>
    </div>
  );
}

interface MarkedProps {
  model: LogModel;
  marked: { from: number; to: number };
  onClear: () => void;
}

function Marked({ model, marked: { from, to }, onClear }: MarkedProps) {
  const count = to - from + 1;
  async function copy() {
    const lines = await model.lines(from, to);
    await copyText(lines.map((line) => plain(line)).join("\n"));
    notifications.show({ message: words.copied(lines.length) });
  }
  return (
    <>
      <Tool icon="copy" label={words.copyLines(count)} isWide onPress={() => void copy()} />
      <Tool icon="x" label={words.clear} onPress={onClear} />
    </>
  );
}
