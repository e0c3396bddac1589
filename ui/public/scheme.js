// Light or dark before the first paint. A file, since the policy allows no script inside the page.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const kept = localStorage.getItem("dayshift.scheme");
  const scheme = kept === "light" || kept === "dark" ? kept : dark ? "dark" : "light";
  document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
})();
