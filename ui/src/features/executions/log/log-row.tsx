import { memo } from "react";
import { plain, type Style } from "./ansi";
import styles from "./log.module.css";
import type { Row } from "./pages";
import { levelOf, piecesOf, type Piece } from "./pieces";
import { words } from "./words";

interface Props {
  n: number;
  /** Nothing while it is on its way. */
  row: Row | undefined;
  time: string | undefined;
  query: string;
  isMarked: boolean;
  isCurrent: boolean;
  onMark: (line: number, isRange: boolean) => void;
}

/** One line: its number, when it was written, and its text, which is never anything but text. */
export const LogRow = memo(function LogRow({ n, row, time, query, isMarked, isCurrent, onMark }: Props) {
  return (
    <div
      className={styles.row}
      data-marked={isMarked || undefined}
      data-current={isCurrent || undefined}
      data-level={row && levelOf(plain(row.text))}
    >
      <a
        className={styles.number}
        href={`#L${n}`}
        tabIndex={-1}
        aria-label={words.line(n)}
        onClick={(event) => {
          event.preventDefault();
          onMark(n, event.shiftKey);
        }}
      >
        {n}
      </a>
      {time !== undefined && <span className={styles.time}>{time}</span>}
      <span className={styles.text}>
        {row && piecesOf(row.text, query).map(draw)}
        {row?.isLong && <span className={styles.note}>{words.goesOn}</span>}
      </span>
    </div>
  );
});

function draw({ text, style, isHit, href }: Piece, place: number) {
  const inner = isHit ? <mark>{text}</mark> : text;
  if (href !== undefined) {
    return (
      <a key={place} className={styles.link} href={href} target="_blank" rel="noreferrer noopener">
        {inner}
      </a>
    );
  }
  return isPlain(style) && !isHit ? inner : <Coloured key={place} style={style}>{inner}</Coloured>;
}

const isPlain = (style: Style): boolean => Object.keys(style).length === 0;

function Coloured({ style, children }: { style: Style; children: React.ReactNode }) {
  return (
    <span
      data-fg={style.fg}
      data-bg={style.bg}
      data-bold={style.isBold}
      data-dim={style.isDim}
      data-italic={style.isItalic}
      data-underlined={style.isUnderlined}
      data-struck={style.isStruck}
      data-inverse={style.isInverse}
    >
      {children}
    </span>
  );
}

/** Stands where lines were cut out. */
export function CutRow({ bytes, lines }: { bytes: number; lines: number }) {
  return (
    <div className={styles.row} data-cut>
      <span className={styles.text}>{words.cut(bytes, lines)}</span>
    </div>
  );
}
