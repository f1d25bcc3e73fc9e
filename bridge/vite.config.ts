// Builds the bridge into bridge/dist, as `npm start` runs it (see bridge/install.mjs): a dozen files, where the sources and
// their packages are sixteen hundred, each read, checked and kept in memory a second time by the cache of compiled code.
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = resolve(root, "dist");

/** Programs and threads, by the name of their built file. */
const programs = {
  bridge: "main.ts",
  labo: "cli/main.ts",
  "virtual-kit": "virtual-kit/worker.ts",
  board: "boards/board-worker.ts",
  "board-given-time": "boards/board-worker-given-time.ts",
  "noble-host": "transports/ble/noble-host.ts",
  pages: "prerender/page-thread.ts",
};
const sources = Object.fromEntries(
  Object.entries(programs).map(([name, source]) => [name, resolve(root, source)]),
);
const nameOf = new Map(Object.entries(sources).map(([name, source]) => [source, name]));

/** Packages that look for files beside their own: native code, fonts, threads. */
const keptApart = [
  "@abandonware/noble",
  "@serialport/bindings-cpp",
  "firmata-io",
  "johnny-five",
  "pdfkit",
  "pino",
  "svg-to-pdfkit",
];

/** A source that asks where it is hears where it was; a program that it starts is the built one. */
const whereItWas: Plugin = {
  name: "where-it-was",
  transform(code, id) {
    if (dirname(relative(root, id)).startsWith("..") || !code.includes("import.meta.url")) return undefined;
    return code
      .replace(/new URL\("(\.[^"]+\.ts)", import\.meta\.url\)/g, (whole, path: string) => {
        const name = nameOf.get(resolve(dirname(id), path));
        if (name === undefined) return this.error(`${whole}: name it among the programs of vite.config.ts`);
        return `new URL("./${name}.mjs", import.meta.here)`;
      })
      .replaceAll(
        "import.meta.url",
        `new URL("${relative(dist, id).replaceAll("\\", "/")}", import.meta.here).href`,
      )
      .replaceAll("import.meta.here", "import.meta.url");
  },
};

/** With one letter beyond Latin 1 in it, V8 would hold the whole text at two bytes a letter. */
const inAscii: Plugin = {
  name: "in-ascii",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== "chunk") continue;
      // Without the flag u: one unit of UTF-16 at a time, as an escape names it.
      file.code = file.code.replace(
        /[\u0080-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
    }
  },
};

export default defineConfig({
  root,
  plugins: [whereItWas, inAscii],
  ssr: { noExternal: true, external: keptApart },
  build: {
    ssr: true,
    outDir: dist,
    emptyOutDir: true,
    target: "node24",
    minify: false,
    rolldownOptions: {
      input: sources,
      output: {
        format: "es",
        comments: false,
        entryFileNames: "[name].mjs",
        chunkFileNames: "[name]-[hash].mjs",
      },
    },
  },
});
