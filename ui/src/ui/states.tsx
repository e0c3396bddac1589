import { Button, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { Problem } from "@/api/problem";
import { common } from "@/words/common";
import { listed } from "@/words/catalogue";
import { states as words } from "@/words/states";
import { Icon } from "./icons/icon";
import { problemText } from "./problem-text";
import styles from "./states.module.css";

/** The shape of a page before its data is there. It appears late, so that a quick answer does not flash. */
export function Loading({ rows = 6 }: { rows?: number }) {
  return (
    <div className={styles.loading} role="status" aria-label={common.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.line} />
      ))}
    </div>
  );
}

/** The same in place of a whole page. */
export function LoadingPage() {
  return (
    <main id="main" tabIndex={-1} className={styles.page}>
      <VisuallyHidden component="h1">{common.loading}</VisuallyHidden>
      <Loading />
    </main>
  );
}

interface EmptyProps {
  title: string;
  /** Whether it is all that the page shows, so that its title is the page's. */
  isPage?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Nothing yet: a headline that is an action, one sentence, the action. */
export function Empty({ title, isPage = false, children, actions }: EmptyProps) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div className={styles.state}>
      <Picture />
      <Title>{title}</Title>
      {children && <p>{children}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

interface NoHitProps {
  words: { noHit: string; noHitText: string; clear: string };
  onClear: () => void;
}

/** A filter that nothing fits, and the way back to all. */
export function NoHit({ words: said, onClear }: NoHitProps) {
  return (
    <Empty
      title={said.noHit}
      actions={
        <Button variant="default" onClick={onClear}>
          {said.clear}
        </Button>
      }
    >
      {said.noHitText}
    </Empty>
  );
}

interface FailedProps {
  error: Error;
  onRetry?: () => void;
  isPage?: boolean;
}

/** What could not be had: not found, not allowed, or broken, each with the way on. */
export function Failed({ error, onRetry, isPage = false }: FailedProps) {
  if (!(error instanceof Problem)) return <Broken text={common.failed.unknown} onRetry={onRetry} isPage={isPage} />;
  if (error.status === 404) return <NotFound isPage={isPage} />;
  if (error.status === 403) return <NotAllowed problem={error} isPage={isPage} />;
  return <Broken text={problemText(error)} requestId={error.requestId} onRetry={onRetry} isPage={isPage} />;
}

/** The same in place of a whole page. */
export function FailedPage(props: Omit<FailedProps, "isPage">) {
  return (
    <main id="main" tabIndex={-1} className={styles.page}>
      <Failed {...props} isPage />
    </main>
  );
}

/** An address that leads nowhere. */
export function NotFoundPage() {
  return <FailedPage error={new Problem({ status: 404 })} />;
}

/** The same for what does not exist and for what nobody shared. */
function NotFound({ isPage }: { isPage: boolean }) {
  return (
    <Empty title={common.notFound.title} isPage={isPage}>
      {common.notFound.text}
    </Empty>
  );
}

function NotAllowed({ problem, isPage }: { problem: Problem; isPage: boolean }) {
  return (
    <Empty title={words.notAllowed} isPage={isPage}>
      {problemText(problem)} {problem.ask.length > 0 && words.ask(listed(problem.ask))}
    </Empty>
  );
}

interface BrokenProps {
  text: string;
  requestId?: string;
  onRetry?: () => void;
  isPage: boolean;
}

function Broken({ text, requestId, onRetry, isPage }: BrokenProps) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div className={styles.state} role="alert">
      <Icon name="alert" size={28} className={styles.warning} />
      <Title>{words.broken}</Title>
      <p>{text}</p>
      {requestId && <p className="small mono">{common.requestId(requestId)}</p>}
      {onRetry && (
        <div className={styles.actions}>
          <Button variant="default" onClick={onRetry}>
            {common.tryAgain}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A day with room in it: one bar is done, one is planned. */
function Picture() {
  return (
    <svg className={styles.picture} width="168" height="92" viewBox="0 0 168 92" aria-hidden>
      <rect x="0.5" y="0.5" width="167" height="91" rx="12" className={styles.pictureCard} />
      <path d="M16 28h136M16 48h136M16 68h136" className={styles.pictureLane} />
      <rect x="24" y="22" width="44" height="12" rx="4" className={styles.pictureDone} />
      <rect x="94" y="42" width="50" height="12" rx="4" className={styles.picturePlanned} />
      <rect x="110" y="62" width="30" height="12" rx="4" className={styles.picturePlanned} />
      <path d="M84 14v66" className={styles.pictureNow} />
    </svg>
  );
}
