// The bridge as people run it: a process of its own, on free ports, with a data folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { bridgeEnvironment, bridgeFlags, bridgeProgram, laboProgram } from "../../bridge/install.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface BridgeProcess {
  /** Address of the page, without a slash at the end. */
  readonly page: string;
  readonly trainerLink: string;
  /** Address of the embedded or external broker as printed. */
  readonly broker: string;
  readonly data: string;
  readonly process: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  /** As Ctrl+C does. Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** As a power cut does. */
  kill(): Promise<void>;
  /** Removes the data folder. */
  clean(): void;
}

export interface BridgeOptions {
  /** More options for the command line. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A data folder to take up again. */
  readonly data?: string;
  readonly limitMs?: number;
  /** A file to make: everything that comes in is written down, as `labo record` does. */
  readonly record?: string;
  /** Another copy of the project than this one. */
  readonly project?: string;
}

/** Starts the bridge and waits until it says that it is ready. */
export async function startBridge(options: BridgeOptions = {}): Promise<BridgeProcess> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), "labo-"));
  const project = options.project ?? root;
  const built = (program: string) => join(project, relative(root, program));
  const child = spawn(
    process.execPath,
    [
      ...bridgeFlags,
      ...(options.record === undefined
        ? [built(bridgeProgram)]
        : [built(laboProgram), "record", "--out", options.record]),
      ...["--port", "0", "--https-port", "0", "--mqtt-port", "0", "--bluetooth", "off", "--data", data],
      ...(options.args ?? []),
    ],
    { cwd: project, env: { ...bridgeEnvironment, ...options.env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let printed = "";
  const ready = new Promise<void>((resolve, reject) => {
    const read = (bytes: Buffer) => {
      printed = (printed + bytes.toString()).slice(-200_000);
      if (/MQTT.*: \S+/.test(printed)) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`the bridge ended (${code}): ${printed}`)));
    const limitMs = options.limitMs ?? 120_000;
    setTimeout(() => reject(new Error(`not ready in ${limitMs} ms: ${printed}`)), limitMs).unref();
  });
  await ready;
  const find = (pattern: RegExp): string => {
    const found = pattern.exec(printed)?.[1];
    if (found === undefined) throw new Error(`${pattern} not in: ${printed}`);
    return found;
  };
  const gone = once(child, "exit");
  return {
    page: find(/(http:\/\/\S+?)\/?\n/),
    trainerLink: find(/(http:\/\/\S+\/entree\/\S+)/),
    broker: find(/MQTT.*: (\S+)/),
    data,
    process: child,
    output: () => printed,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGINT");
      await gone;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    clean: () => rmSync(data, { recursive: true, force: true }),
  };
}
