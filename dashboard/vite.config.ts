// Builds the dashboard into dashboard/dist, and with --ssr what writes pages at the bench (see bridge/install.mjs);
// `#contract/*` comes through the package's own "imports".
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type Rolldown } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const sourceOf = (name: string) => join(root, "src", name);

const firstScheme = sourceOf("app/first-scheme.ts");

/** What every page needs at once: the program, and the first texts of the language most people here read. */
const program = ["app/mount.tsx", "catalogues/fr-first.ts"].map(sourceOf);

/** Pages the bench writes ahead have a frame of their own, which names their code and styles too. */
const writtenAhead = { sheet: ["features/sheets/sheet-page.tsx", "ui/markdown.tsx"].map(sourceOf) };

/**
 * In pages that come written, the program begins to come once their words are drawn (main.ts): beside them it took a quarter
 * of a second from a slow phone.
 */
const afterFirstFrame = "after-first-frame";

const chunksOf = (bundle: Rolldown.OutputBundle) =>
  Object.values(bundle).flatMap((one) => (one.type === "chunk" ? [one] : []));

interface Links {
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

/** Chunks of these sources with all that they import, and their styles, but for those that the HTML names already. */
function linksTo(sources: readonly string[], html: string, bundle: Rolldown.OutputBundle): Links {
  const chunks = chunksOf(bundle);
  const isNamed = (name: string) => html.includes(`/${name}"`);
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const take = (name: string) => {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (chunk === undefined || scripts.has(name) || isNamed(name)) return;
    scripts.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) if (!isNamed(style)) styles.add(style);
    chunk.imports.forEach(take);
  };
  for (const { fileName, moduleIds } of chunks)
    if (sources.some((id) => moduleIds.includes(id))) take(fileName);
  return { styles: [...styles], scripts: [...scripts] };
}

/** Styles before scripts, since the first drawing waits for those alone; each after what it may overrule. */
function withLinks(html: string, { styles, scripts }: Links): string {
  const lines = (rel: string, names: readonly string[]) =>
    names.map((name) => `\n    <link rel="${rel}" crossorigin href="/${name}">`).join("");
  return html
    .replace(/(?:\s*<link rel="stylesheet"[^>]*>)+/, (known) => known + lines("stylesheet", styles))
    .replace(/\s*<\/head>/, () => `${lines("modulepreload", scripts)}\n  </head>`);
}

/**
 * The page names what its small first script will ask for, so that all of it begins to come at once. What settles light or
 * dark stands in the page itself: as a file, the words of a page that came written would wait for it, behind all the rest.
 */
const sideBySide: Plugin = {
  name: "side-by-side",
  apply: (_, { isSsrBuild }) => isSsrBuild !== true,
  buildStart() {
    this.emitFile({ type: "chunk", id: firstScheme, name: "first-scheme" });
  },
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      if (bundle === undefined) return html;
      const scheme = chunksOf(bundle).find(({ facadeModuleId }) => facadeModuleId === firstScheme);
      if (scheme === undefined) throw new Error("first-scheme.ts is not in the bundle");
      delete bundle[scheme.fileName];
      const linked = withLinks(html, linksTo(program, html, bundle));
      return linked.replace("<title>", () => `<script>${scheme.code.trim()}</script>\n    <title>`);
    },
  },
  writeBundle({ dir = "" }, bundle) {
    const index = bundle["index.html"];
    if (index?.type !== "asset") throw new Error("index.html is not in the bundle");
    const html = String(index.source);
    for (const [name, sources] of Object.entries(writtenAhead)) {
      const linked = withLinks(html, linksTo(sources, html, bundle));
      writeFileSync(
        join(dir, `${name}.html`),
        linked.replaceAll('rel="modulepreload"', `rel="${afterFirstFrame}"`),
      );
    }
  },
};

/**
 * What always comes together is one file: the first script, the program, and the small parts that nearly every page shows. On
 * a slow phone each file more is a wait more, and sixty of them carry as many kilobytes of headers.
 */
const together = [
  { name: "first", test: /\/src\/main\.ts$/, priority: 3 },
  { name: "program", test: /\/src\/app\/mount\.tsx$/, priority: 2 },
  {
    name: "common",
    test: /\/src\/(?:ui\/(?:card|families|marks|problem-note|prose|scroll-frame|term-note|value)|live\/(?:content-problems|live-value|tags-on-reader))\./,
    priority: 1,
  },
];

export default defineConfig(({ isSsrBuild = false }) => ({
  root,
  plugins: [react(), sideBySide],
  build: {
    outDir: isSsrBuild ? "dist-server" : "dist",
    copyPublicDir: !isSsrBuild,
    emptyOutDir: true,
    target: "es2022",
    // A strict CSP forbids data: scripts and fonts; small assets stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    ...(isSsrBuild ? {} : { rolldownOptions: { output: { codeSplitting: { groups: together } } } }),
    // The first load is measured compressed, by `npm run bench`: the builder's own warning would only worry people.
    chunkSizeWarningLimit: 1000,
  },
  // The bench loads one folder, and no package of the screens.
  ssr: { noExternal: true },
  ...(isSsrBuild ? { define: { "process.env.NODE_ENV": '"production"' } } : {}),
  server: {
    proxy: { "/api": { target: process.env.LABO_BRIDGE ?? "http://127.0.0.1:3000", ws: true } },
  },
}));
