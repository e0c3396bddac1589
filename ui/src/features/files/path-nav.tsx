import { Link } from "@tanstack/react-router";
import styles from "./files.module.css";
import { nameOf, stepsTo } from "./names";
import { words } from "./words";

/** Where the open folder lies: every step is a way back. */
export function PathNav({ p, folder }: { p: string; folder: string }) {
  return (
    <nav className={styles.path} aria-label={words.where}>
      <ol>
        {["", ...stepsTo(folder)].map((step) => (
          <li key={step}>
            <Link
              to="/p/$p/files/$"
              params={{ p, _splat: step }}
              search={{}}
              className={styles.step}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              {step === "" ? p : nameOf(step)}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
