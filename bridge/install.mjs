// Installs what is missing and builds what is stale, with any Node a computer has (18 or later).
// Used by `npm start` and `npm test`, before anything that needs the packages.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

export const root = fileURLToPath(new URL("..", import.meta.url));
const packagesFolder = join(root, "node_modules");
/** The pinned Node, installed as a package. */
export const pinnedNode = join(
  packagesFolder,
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** The environment in which every tool finds the pinned Node first. */
export const environment = {
  ...process.env,
  PATH: [join(packagesFolder, ".bin"), process.env.PATH ?? ""].join(delimiter),
};

/** Where the pinned Node keeps what it compiled: a second start finds it. */
export const compiledFolder = join(packagesFolder, ".cache", "labo-compiled");

/**
 * How the bridge's program is run. The nursery of its heap is kept small: what a bench makes is short-lived and little,
 * and 16 MB three times over would be a fifth of its memory. What it keeps is collected once it has grown by two fifths:
 * left to itself on a large computer, V8 lets an hour of advertisements lie. It is collected by the program's own thread,
 * in small steps: waking others for so little costs a quarter of what an event does. Once, at the end of its start, the
 * program asks for it itself (`labo.ts`).
 */
export const bridgeFlags = [
  "--max-semi-space-size=4",
  "--heap-growing-percent=40",
  "--single-threaded-gc",
  "--expose-gc",
];
export const bridgeEnvironment = {
  ...environment,
  NODE_NO_WARNINGS: "1",
  // glibc: a heap for each thread would hold ten megabytes that nobody uses.
  MALLOC_ARENA_MAX: "1",
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? compiledFolder,
};

const bridgeDist = join(root, "bridge", "dist");
/** The bridge and the command line as they are built and run. */
export const bridgeProgram = join(bridgeDist, "bridge.mjs");
export const laboProgram = join(bridgeDist, "labo.mjs");

function digest(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.slice(root.length)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

function filesUnder(folder, skip = () => false) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (skip(entry.name)) return [];
      return entry.isDirectory() ? filesUnder(path, skip) : [path];
    });
}

function readStamp(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Runs a program to its end; its output goes where this program's goes. Ends this program when it fails. */
export function runOrExit(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit", env: environment, ...options });
  if (done.error !== undefined || done.status !== 0) {
    console.error(
      `\n✗ ${[command, ...args].join(" ")}: ${done.error?.message ?? `exit ${done.status ?? done.signal}`}`,
    );
    process.exit(1);
  }
}

/** Installs the packages of the lock file, unless these very ones are installed already. */
export function installPackages(say) {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 18) {
    console.error(
      `✗ Node ${process.versions.node} est trop ancien / is too old: Node 18+, https://nodejs.org`,
    );
    process.exit(1);
  }
  const stampFile = join(packagesFolder, ".labo-installed");
  const wanted = digest([join(root, "package.json"), join(root, "package-lock.json")]);
  if (readStamp(stampFile) === wanted && existsSync(pinnedNode)) return;
  say("Installation des paquets (une seule fois, quelques minutes au plus) / Installing packages (once)…");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  runOrExit(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    env: process.env,
    shell: process.platform === "win32",
  });
  if (!existsSync(pinnedNode)) {
    console.error(
      "✗ Node 24 n’a pas été installé / was not installed: npm config get ignore-scripts → must be false",
    );
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}

/** What it says goes where errors go: the command line builds too, and its answers are read by programs. */
function runVite(part, ...options) {
  const vite = join(packagesFolder, "vite", "bin", "vite.js");
  runOrExit(
    pinnedNode,
    [vite, "build", "--config", join(part, "vite.config.ts"), "--logLevel", "warn", ...options],
    { stdio: ["ignore", 2, 2] },
  );
}

/** Builds into a folder, unless what is there was built from these very sources. */
function buildUnlessFresh(dist, sources, build) {
  const stampFile = join(dist, ".built-from");
  const wanted = digest(sources);
  if (readStamp(stampFile) === wanted) return;
  build();
  mkdirSync(dist, { recursive: true });
  writeFileSync(stampFile, wanted);
}

const packageFiles = ["package.json", "package-lock.json"].map((name) => join(root, name));

/** Builds the bridge when its sources are newer than what was built: two seconds, and each start is a third shorter. */
export function buildBridge(say) {
  const sources = filesUnder(join(root, "bridge"), (name) => name === "dist");
  buildUnlessFresh(bridgeDist, [...sources, ...packageFiles], () => {
    say("Préparation du banc / Building the bench…");
    runVite("bridge");
    // Compiled from files that are no more.
    rmSync(compiledFolder, { recursive: true, force: true });
  });
}

/** Builds the dashboard when its sources are newer than what was built, and compresses it once for all visitors. */
export function buildDashboard(say) {
  const dist = join(root, "dashboard", "dist");
  const sources = [
    ...filesUnder(join(root, "dashboard"), (name) => /^dist|^node_modules$/.test(name)),
    ...filesUnder(join(root, "bridge", "contract")),
    join(root, "package-lock.json"),
  ];
  buildUnlessFresh(dist, sources, () => {
    say("Préparation du tableau de bord / Building the dashboard…");
    runVite("dashboard");
    // The same components, for the bench itself: it writes the pages that are read while the program is on its way.
    runVite("dashboard", "--ssr", "src/app/render-page.tsx");
    for (const file of filesUnder(dist)) {
      if (!/\.(js|css|html|svg|json)$/.test(file)) continue;
      const bytes = readFileSync(file);
      writeFileSync(
        `${file}.br`,
        brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
      );
      writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    }
  });
}
