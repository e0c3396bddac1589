/** How high rows are. The style sheet knows two densities; which one holds stands at the root of the page. */
const KEPT = "dayshift.density";

/** As it was when this browser was last here; the account says later whether that still holds. */
export const showKeptDensity = (): void => show(localStorage.getItem(KEPT) ?? "comfortable");

export function switchDensity(density: "comfortable" | "compact"): void {
  localStorage.setItem(KEPT, density);
  show(density);
}

function show(density: string): void {
  document.documentElement.dataset.density = density;
}
