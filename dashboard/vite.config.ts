// Builds the dashboard into dashboard/dist; `#contract/*` comes through the package's own "imports".
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));

/**
 * The page names what its small first script will ask for, so that all of it begins to come at once: the program, what that
 * imports, its styles, and the texts of the language most people here read.
 */
const sideBySide: Plugin = {
  name: "side-by-side",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle = {} }) {
      const chunks = Object.values(bundle).flatMap((one) => (one.type === "chunk" ? [one] : []));
      const first = chunks.filter(({ facadeModuleId: id }) =>
        ["/app/mount.tsx", "/catalogues/fr.ts"].some((name) => id?.endsWith(name)),
      );
      const isNamed = (name: string) => html.includes(`/${name}"`);
      const names = new Set<string>();
      const styles = new Set<string>();
      const take = (name: string) => {
        const chunk = chunks.find(({ fileName }) => fileName === name);
        if (chunk === undefined || names.has(name) || isNamed(name)) return;
        names.add(name);
        for (const style of chunk.viteMetadata?.importedCss ?? []) if (!isNamed(style)) styles.add(style);
        chunk.imports.forEach(take);
      };
      for (const { fileName } of first) take(fileName);
      const link = (rel: string, name: string) => ({
        tag: "link",
        attrs: { rel, crossorigin: true, href: `/${name}` },
        injectTo: "head" as const,
      });
      return [
        ...[...names].map((name) => link("modulepreload", name)),
        ...[...styles].map((name) => link("stylesheet", name)),
      ];
    },
  },
};

export default defineConfig({
  root,
  plugins: [react(), sideBySide],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // A strict CSP forbids data: scripts and fonts; small assets stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The first load is measured compressed, by `npm run bench`: the builder's own warning would only worry people.
    chunkSizeWarningLimit: 1000,
  },
  server: {
    proxy: { "/api": { target: process.env.LABO_BRIDGE ?? "http://127.0.0.1:3000", ws: true } },
  },
});
