// Compiles a C++ test program with the firmware's own sources (g++, all warnings, sanitizers) and gives back its TAP
// lines. The result is kept under the system's temporary folder by the digest of everything that went in.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
const firmware = fileURLToPath(new URL("../../firmware/", import.meta.url));

const warnings = ["-std=gnu++17", "-Wall", "-Wextra", "-Werror", "-g"];
const sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly missing: boolean;
}

function run(program: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(program, args, { maxBuffer: 16_777_216 }, (error, stdout, stderr) => {
      const missing = error !== null && "code" in error && error.code === "ENOENT";
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, stdout, stderr, missing });
    });
  });
}

/** Everything that may change the program, in a stable order. */
function inputs(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(cpp|h)$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

/** @returns the path of the program, or why there is none. */
async function compile(name: string, sketch: string): Promise<{ path: string } | { fault: Outcome }> {
  const source = join(firmware, sketch, "src");
  const digest = createHash("sha256").update([name, ...warnings, ...sanitizers].join(" "));
  for (const file of [...inputs(source), ...inputs(here)]) digest.update(file).update(readFileSync(file));
  const folder = join(tmpdir(), "labo-firmware-tests");
  const path = join(folder, `${name}-${digest.digest("hex").slice(0, 24)}`);
  if (existsSync(path)) return { path };
  mkdirSync(folder, { recursive: true });
  // The board folder holds what needs an AVR; all the rest must build here.
  const own = readdirSync(source)
    .filter((file) => file.endsWith(".cpp"))
    .map((file) => join(source, file))
    .sort();
  const draft = `${path}.${process.pid}`;
  const includes = ["-I", source, "-I", here];
  const fault = await run("g++", [
    ...warnings,
    ...sanitizers,
    ...includes,
    join(here, `${name}.cpp`),
    ...own,
    "-o",
    draft,
  ]);
  if (fault.code !== 0) return { fault };
  renameSync(draft, path);
  rmSync(draft, { force: true });
  return { path };
}

/** Makes one vitest test of each case of `tests/firmware/<name>.cpp`, built with the sources of `sketch`. */
export async function runHostProgram(name: string, sketch: string): Promise<void> {
  const built = await compile(name, sketch);
  if ("fault" in built) {
    const { missing, stderr } = built.fault;
    test(`${name}.cpp compiles without a warning`, (context) => {
      if (missing) context.skip("left out: g++ is missing (Debian: apt install g++)");
      expect.fail(stderr);
    });
    return;
  }
  const { code, stdout, stderr } = await run(built.path, []);
  const lines = stdout.split("\n");
  const planned = Number(/^1\.\.(\d+)$/m.exec(stdout)?.[1] ?? Number.NaN);
  const results = lines.flatMap((line) => {
    const found = /^(not )?ok - (.*?)(?: # (.*))?$/.exec(line);
    return found === null
      ? []
      : [{ passed: found[1] === undefined, sentence: found[2] ?? "", fault: found[3] ?? "" }];
  });
  for (const { passed, sentence, fault } of results) {
    test(sentence, () => {
      expect(passed, fault).toBe(true);
    });
  }
  test(`${name}.cpp runs to its end with nothing to say for the sanitizers`, () => {
    expect(stderr).toBe("");
    expect(results.length).toBe(planned);
    expect(code).toBe(results.every(({ passed }) => passed) ? 0 : 1);
  });
}
