// Other people's programs to be measured beside ours: fetched when somebody asks for them, each into a folder of its own
// outside the project. Nobody's dependency; npm takes them from wherever this computer's npm takes its packages.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Unavailable } from "./measurement.ts";

export interface Peer {
  readonly folder: string;
  /** Packages and their versions, for the table. */
  readonly versions: string;
  /** Loads one of its packages, whatever it exports. */
  require(name: string): unknown;
}

/** Says what it does on standard error, so that a table on standard output stays one. */
const say = (text: string) => console.error(`· ${text}`);

/**
 * Fetches it, unless it is there already.
 * @param packages exact versions: figures are compared with those of another day.
 * @throws Unavailable when it cannot be fetched; tells what to do.
 */
export function fetchPeer(name: string, packages: Readonly<Record<string, string>>): Peer {
  const wanted = Object.entries(packages).map(([one, version]) => `${one}@${version}`);
  const versions = wanted.join(", ");
  const mark = createHash("sha256").update(versions).digest("hex").slice(0, 8);
  const folder = join(tmpdir(), `labo-peer-${name}-${mark}`);
  const done = join(folder, "fetched");
  if (!existsSync(done)) {
    say(`fetching ${versions} into ${folder}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}\n");
    const isWindows = process.platform === "win32";
    const { status, stderr, error } = spawnSync(
      isWindows ? "npm.cmd" : "npm",
      ["install", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error", ...wanted],
      { cwd: folder, encoding: "utf8", shell: isWindows },
    );
    if (status !== 0) {
      const why = /npm error code (\S+)/.exec(stderr)?.[1] ?? error?.message ?? `npm ended with ${status}`;
      throw new Unavailable(
        `${name} could not be fetched (${why}): it is not part of the project and needs the network once; ` +
          "try again connected, or leave this measurement out",
      );
    }
    writeFileSync(done, "");
  }
  return { folder, versions, require: createRequire(join(folder, "package.json")) };
}
