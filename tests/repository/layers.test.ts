// The rule of the house: bytes flow one way, imports point the same way or at the contract.
// Every import is resolved to a real path and compared with this table.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bridgeEdge = [
  "bridge/back-off.ts",
  "bridge/rounds.ts",
  "bridge/clock.ts",
  "bridge/led-clock.ts",
  "bridge/errors.ts",
  "bridge/logger.ts",
];

/** Folder → what it may import of the project. Packages: see `packages`. The longest matching folder wins. */
const mayImport: Record<string, readonly string[]> = {
  "bridge/contract": ["bridge/contract"],
  "bridge/back-off.ts": [],
  "bridge/rounds.ts": ["bridge/clock.ts"],
  "bridge/clock.ts": [],
  "bridge/led-clock.ts": ["bridge/clock.ts"],
  "bridge/logger.ts": [],
  "bridge/errors.ts": ["bridge/contract", "bridge/errors"],
  "bridge/errors": ["bridge/errors", "bridge/contract"],
  "bridge/config.ts": ["bridge/options.ts", "bridge/contract"],
  "bridge/options.ts": ["bridge/mqtt/broker-address.ts", "bridge/contract"],
  "bridge/transports": ["bridge/transports", "bridge/virtual-kit/kit.ts", "bridge/contract", ...bridgeEdge],
  "bridge/frames": ["bridge/frames", "bridge/contract"],
  "bridge/decoders": ["bridge/decoders", "bridge/frames", "bridge/contract"],
  "bridge/inspect": ["bridge/inspect", "bridge/decoders", "bridge/contract"],
  "bridge/boards": ["bridge/boards", "bridge/transports/transport.ts", "bridge/contract", ...bridgeEdge],
  "bridge/devices": [
    "bridge/devices",
    "bridge/boards",
    "bridge/decoders",
    "bridge/frames",
    "bridge/transports/transport.ts",
    "bridge/contract",
    ...bridgeEdge,
  ],
  "bridge/virtual-kit": ["bridge/virtual-kit", "bridge/contract", ...bridgeEdge],
  "bridge/mqtt": ["bridge/mqtt", "bridge/devices/output.ts", "bridge/contract", ...bridgeEdge],
  // Other systems: the seam they come by, the advertisements they bring, and nothing of the sessions.
  "bridge/neighbours": [
    "bridge/neighbours",
    "bridge/mqtt/link.ts",
    "bridge/mqtt/link-message.ts",
    "bridge/mqtt/coalesced-log.ts",
    "bridge/transports/transport.ts",
    "bridge/transports/ble/rebuild-payload.ts",
    "bridge/decoders/bytes.ts",
    "bridge/decoders/raddec.ts",
    "bridge/contract",
    ...bridgeEdge,
  ],
  "bridge/bench": ["bridge/bench", "bridge/contract", ...bridgeEdge],
  "bridge/experiments": ["bridge/experiments", "bridge/contract", ...bridgeEdge],
  "bridge/sheets": ["bridge/sheets", "bridge/experiments/definition.ts", "bridge/contract", ...bridgeEdge],
  "bridge/composer": [
    "bridge/composer",
    "bridge/devices/check-command.ts",
    "bridge/devices/event-factory.ts",
    "bridge/devices/output.ts",
    "bridge/contract",
    ...bridgeEdge,
  ],
  "bridge/paper": ["bridge/paper", "bridge/contract"],
  "bridge/prerender": ["bridge/prerender", "bridge/contract", "bridge/logger.ts"],
  "bridge/store": ["bridge/store", "bridge/contract", ...bridgeEdge],
  "bridge/http": ["bridge/http", "bridge/contract", ...bridgeEdge],
  "bridge/trainer-key.ts": ["bridge/errors.ts"],
  "bridge/certificate.ts": ["bridge/errors.ts"],
  "bridge/settings.ts": [
    "bridge/store",
    "bridge/bench",
    "bridge/devices/output.ts",
    "bridge/virtual-kit/kit.ts",
    "bridge/contract",
    ...bridgeEdge,
  ],
  "bridge/labo.ts": ["bridge"],
  "bridge/house": ["bridge"],
  "bridge/doctor": [
    "bridge/doctor",
    "bridge/transports/ble/preflight.ts",
    "bridge/transports/ble/radio-health.ts",
    "bridge/transports/transport.ts",
    "bridge/contract",
    ...bridgeEdge,
  ],
  "bridge/cli": [
    "bridge/cli",
    "bridge/labo.ts",
    "bridge/house/house.ts",
    "bridge/config.ts",
    "bridge/options.ts",
    "bridge/sheets",
    "bridge/doctor",
    "bridge/transports/recording/recording-file.ts",
    "bridge/transports/serial/serial-ports.ts",
    "bridge/decoders",
    "bridge/frames",
    "bridge/contract",
    ...bridgeEdge,
  ],
  "bridge/main.ts": ["bridge/labo.ts", "bridge/config.ts", "bridge/contract", ...bridgeEdge],
  "dashboard/src/ui": ["dashboard/src/ui", "dashboard/src/catalogues", "bridge/contract"],
  "dashboard/src/catalogues": ["dashboard/src/catalogues", "bridge/contract"],
  "dashboard/src/store": ["dashboard/src/store", "dashboard/src/connection", "bridge/contract"],
  "dashboard/src/connection": ["dashboard/src/connection", "bridge/contract"],
  "dashboard/src/live": [
    "dashboard/src/live",
    "dashboard/src/ui",
    "dashboard/src/store",
    "dashboard/src/connection",
    "bridge/contract",
  ],
  "dashboard/src/app": ["dashboard/src", "bridge/contract"],
  "dashboard/src/main.ts": ["dashboard/src"],
  "bridge/vite.config.ts": [],
  "dashboard/vite.config.ts": [],
};

/** Only these folders may touch these packages. */
const packages: Record<string, readonly string[]> = {
  serialport: ["bridge/transports"],
  "@serialport/": ["bridge/transports"],
  "@abandonware/noble": ["bridge/transports"],
  "johnny-five": ["bridge/boards"],
  "firmata-io": ["bridge/boards"],
  mqtt: ["bridge/mqtt"],
  aedes: ["bridge/mqtt"],
  avr8js: ["bridge/virtual-kit"],
  gps: ["bridge/decoders"],
  fastify: ["bridge/http"],
  "@fastify/": ["bridge/http"],
  "node:dgram": ["bridge/neighbours"],
  "node:sqlite": ["bridge/store"],
  selfsigned: ["bridge/certificate.ts"],
  qr: ["dashboard", "bridge/paper"],
  pdfkit: ["bridge/paper"],
  "svg-to-pdfkit": ["bridge/paper"],
  react: ["dashboard"],
};

/** Pure folders and files: no clock, no file, no network of their own. */
const pureFolders = [
  "bridge/contract",
  "bridge/frames",
  "bridge/decoders",
  "bridge/inspect",
  "bridge/experiments/conditions",
  ...["event-rule", "machine", "mapping-rule", "rule-problems"].map((name) => `bridge/composer/${name}.ts`),
  ...["acts", "casting", "check-uses", "context", "run-draft", "run-engine", "standing", "step-watch"].map(
    (name) => `bridge/experiments/${name}.ts`,
  ),
];

/** Parts of Node that compute from their arguments alone: a pure file that needs one names it here. */
const pureParts: Record<string, readonly string[]> = {
  // AES-CCM of encrypted advertisements: a cipher, no randomness, nothing kept.
  "bridge/decoders/aes-ccm.ts": ["node:crypto"],
};

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === "node_modules" || name === "dist") return [];
    if (statSync(path).isDirectory()) return sourceFiles(path);
    return /\.(ts|tsx)$/.test(name) && !name.endsWith(".d.ts")
      ? [relative(root, path).replaceAll("\\", "/")]
      : [];
  });
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+["']([^"']+)["']|(?:^|\n)\s*import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)|new URL\(\s*["'](\.[^"']+\.ts)["']/g;

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
}

function resolved(file: string, specifier: string): string | undefined {
  if (specifier.startsWith("#contract/")) return specifier.replace("#contract/", "bridge/contract/");
  if (!specifier.startsWith(".")) return undefined;
  return relative(root, resolve(root, dirname(file), specifier.split("?")[0] ?? specifier)).replaceAll(
    "\\",
    "/",
  );
}

/** The first circle of imports found among some files, types included; empty when there is none. */
function circle(importsByFile: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const cleared = new Set<string>();
  const walk = (file: string, path: readonly string[]): readonly string[] => {
    const met = path.indexOf(file);
    if (met >= 0) return [...path.slice(met), file];
    if (cleared.has(file)) return [];
    for (const target of importsByFile.get(file) ?? []) {
      const found = walk(target, [...path, file]);
      if (found.length > 0) return found;
    }
    cleared.add(file);
    return [];
  };
  for (const file of importsByFile.keys()) {
    const found = walk(file, []);
    if (found.length > 0) return found;
  }
  return [];
}

const isUnder = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function allowedFor(file: string): readonly string[] | undefined {
  const feature = /^dashboard\/src\/features\/[^/]+/.exec(file)?.[0];
  if (feature !== undefined) {
    const shared = ["ui", "live", "store", "connection", "catalogues"].map((name) => `dashboard/src/${name}`);
    return [feature, ...shared, "bridge/contract"];
  }
  const folders = Object.keys(mayImport).filter((folder) => isUnder(file, folder));
  const longest = folders.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : mayImport[longest];
}

const files = [...sourceFiles(join(root, "bridge")), ...sourceFiles(join(root, "dashboard"))];

describe("the import rules of the house", () => {
  it("knows every source file's room", () => {
    expect(files.filter((file) => allowedFor(file) === undefined)).toEqual([]);
  });

  it("lets no file import what its room may not", () => {
    const breaches = files.flatMap((file) =>
      importsOf(file).flatMap((specifier) => {
        const target = resolved(file, specifier);
        if (target === undefined) return [];
        return allowedFor(file)?.some((folder) => isUnder(target, folder)) ? [] : [`${file} → ${target}`];
      }),
    );
    expect(breaches).toEqual([]);
  });

  it("keeps each package in the room that owns it", () => {
    const breaches = files.flatMap((file) =>
      importsOf(file).flatMap((specifier) => {
        const owner = Object.entries(packages).find(
          ([name]) => specifier === name || specifier.startsWith(name.endsWith("/") ? name : `${name}/`),
        );
        return owner === undefined || owner[1].some((folder) => isUnder(file, folder))
          ? []
          : [`${file} → ${specifier}`];
      }),
    );
    expect(breaches).toEqual([]);
  });

  it("turns in no circle, types included", () => {
    const known = new Set(files);
    const graph = files.map((file): [string, string[]] => [
      file,
      importsOf(file).flatMap((specifier) => {
        const target = resolved(file, specifier);
        return target !== undefined && known.has(target) ? [target] : [];
      }),
    ]);
    expect(circle(new Map(graph))).toEqual([]);
  });

  it("would see a circle", () => {
    const graph = { a: ["b", "c"], b: ["c"], c: ["d"], d: ["b"] };
    expect(circle(new Map(Object.entries(graph)))).toEqual(["b", "c", "d", "b"]);
  });

  it("keeps the pure folders pure", () => {
    const breaches = files
      .filter((file) => pureFolders.some((folder) => isUnder(file, folder)))
      .filter((file) => {
        const text = readFileSync(join(root, file), "utf8");
        const imports = importsOf(file).filter(
          (specifier) => specifier.startsWith("node:") && !pureParts[file]?.includes(specifier),
        );
        return (
          imports.length > 0 ||
          /\b(Date\.now|performance\.now|Math\.random|setTimeout|setInterval)\b/.test(text)
        );
      });
    expect(breaches).toEqual([]);
  });

  it("finds no import from the tests", () => {
    const breaches = files.filter((file) =>
      importsOf(file).some((specifier) => resolved(file, specifier)?.startsWith("tests/")),
    );
    expect(breaches).toEqual([]);
  });
});
