/** What a key presses on a page: each control says which key is its own, and a row comes before the page around it. */

const FIELD = "input, textarea, [contenteditable=true]";

const isField = (one: HTMLElement): boolean => one.matches(FIELD);

/** The control that a key stands for now, if one does. */
function controlOf(key: string): HTMLElement | undefined {
  if (key.length !== 1 || key === '"' || key === "\\") return undefined;
  const named = `[aria-keyshortcuts~="${key}"]`;
  const row = document.activeElement?.closest("[data-row]");
  const own = row?.querySelector<HTMLElement>(named);
  if (own) return own;
  const around = [...document.querySelectorAll<HTMLElement>(named)].filter((one) => !one.closest("[data-row]") && one.checkVisibility());
  return around.find(isField) ?? around[0];
}

/** Press the control of a key, or go to its field; false if there is none. */
export function press(key: string): boolean {
  const control = controlOf(key);
  if (!control) return false;
  if (isField(control)) control.focus();
  else control.click();
  return true;
}

/** Go to the next row of a list, or the one before: to the link that opens it. */
export function move(by: 1 | -1): boolean {
  const links = [...document.querySelectorAll("main [data-row]")].flatMap((row) => row.querySelector<HTMLElement>("a[href]") ?? []);
  if (links.length === 0) return false;
  const row = document.activeElement?.closest("[data-row]");
  const at = links.findIndex((link) => row?.contains(link));
  const first = by === 1 ? 0 : links.length - 1;
  links[at < 0 ? first : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  return true;
}
