// An Uno in simavr (an independent simulator) on a real pseudo-terminal: compiled on first use, killed at the end.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const source = join(root, "tests", "system", "simavr-board.c");
const program = join(root, "tests", ".out", "simavr-board");

/** Why simavr cannot be used here, or `undefined` when it can. */
export function whyNoSimavr(): string | undefined {
  if (!existsSync("/usr/include/simavr/sim_avr.h"))
    return "libsimavr-dev is missing: sudo apt-get install libsimavr-dev";
  if (!existsSync("/usr/include/libelf.h")) return "libelf-dev is missing: sudo apt-get install libelf-dev";
  return undefined;
}

function compile(): void {
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return;
  mkdirSync(join(root, "tests", ".out"), { recursive: true });
  const libraries = ["-lsimavr", "-lelf", "-lm", "-lpthread"];
  const done = spawnSync("gcc", ["-O2", "-Wall", "-Wextra", "-o", program, source, ...libraries], {
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`simavr-board does not compile: ${done.stderr}`);
}

export interface SimavrBoard {
  /** The terminal to open. */
  readonly path: string;
  stop(): void;
}

/**
 * Powers a simulated Uno.
 * @param firmware name in `firmware/`, for example `labo-firmata`.
 * @param volts on A0, A1, … up to A5.
 */
export async function startSimavr(firmware: string, volts: readonly number[] = []): Promise<SimavrBoard> {
  compile();
  const board = spawn(program, [join(root, "firmware", `${firmware}.hex`), ...volts.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const path = await new Promise<string>((resolve, reject) => {
    let text = "";
    board.stdout.on("data", (bytes: Buffer) => {
      text += bytes.toString();
      const line = /^(\S+)\n/.exec(text);
      if (line?.[1] !== undefined) resolve(line[1]);
    });
    board.once("exit", (code) => reject(new Error(`simavr ended (${code}) before it gave a terminal`)));
  });
  return { path, stop: () => void board.kill("SIGKILL") };
}
