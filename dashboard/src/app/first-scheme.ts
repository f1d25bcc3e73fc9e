// Light or dark, settled before anything is drawn, so that no page ever flashes the wrong paper. It stands in the page
// itself (vite.config.ts): it imports nothing, exports nothing and leaves no name behind.

(() => {
  // Where Mantine keeps the person's choice.
  const chosen = window.localStorage.getItem("mantine-color-scheme-value");
  const isDark =
    chosen === "dark" || (chosen !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
})();
