import type { Space } from "@/api/files";
import { Icon } from "@/ui/icons/icon";
import { bytesText } from "@/words/bytes";
import { fullnessOf, sharesOf, useSpace } from "./space";
import styles from "./space.module.css";
import type { useFolder } from "./use-folder";
import { words as all } from "./words";

const words = all.space;

/** How much of its space the project takes. */
export function SpaceLine({ query }: Pick<ReturnType<typeof useFolder>, "query">) {
  const space = useSpace(query);
  return space && <Meter space={space} />;
}

function Meter({ space }: { space: Space }) {
  const { used, reserved, quota } = space;
  const fullness = fullnessOf(space);
  const shares = sharesOf(space);
  const text = words.used(bytesText(used), bytesText(quota));
  const held = reserved > 0 ? words.reserved(bytesText(reserved)) : undefined;
  const warning = fullness === "fine" ? undefined : words.fullness[fullness];
  return (
    <div className={styles.space} data-fullness={fullness}>
      <p className={styles.text}>
        <span className="num">{text}</span>
        {held && <span className="num">{held}</span>}
        {warning && (
          <strong className={styles.warning}>
            <Icon name="alert" size={13} stroke={2.2} /> {warning}
          </strong>
        )}
      </p>
      <div
        className={styles.bar}
        role="meter"
        aria-label={words.label}
        aria-valuemin={0}
        aria-valuemax={quota}
        aria-valuenow={Math.min(quota, used + reserved)}
        aria-valuetext={[text, held, warning].filter(Boolean).join(", ")}
      >
        <span className={styles.used} style={{ width: `${shares.used}%` }} />
        <span className={styles.reserved} style={{ width: `${shares.reserved}%` }} />
      </div>
    </div>
  );
}
