// Light or dark is settled before the first drawing, so that no page ever flashes the wrong paper.

/** Where Mantine keeps the person's choice. */
const storageKey = "mantine-color-scheme-value";

export function setFirstScheme(): void {
  const chosen = window.localStorage.getItem(storageKey);
  const dark =
    chosen === "dark" || (chosen !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
}
