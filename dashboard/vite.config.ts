// Builds the dashboard into dashboard/dist; `#contract/*` comes through the package's own "imports".
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root,
  plugins: [react()],
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
