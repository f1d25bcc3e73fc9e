// A real Mosquitto on a free port of this computer, which can be stopped and started again on the same port.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "./eventually.ts";

/** Where Debian and Homebrew put it. */
const program = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/opt/homebrew/sbin/mosquitto"].find((path) =>
  existsSync(path),
);
export const hasMosquitto = program !== undefined;

export interface Mosquitto {
  readonly port: number;
  readonly url: string;
  /** Ends the process: politely, or as a crash. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  start(): Promise<void>;
  /** Its sockets stay open and nobody answers there. */
  freeze(): void;
  thaw(): void;
  /** Everything, files too. */
  dispose(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** @param extra lines added to its configuration. */
export async function startMosquitto(extra: readonly string[] = []): Promise<Mosquitto> {
  if (program === undefined) throw new Error("mosquitto is not installed (Debian: apt install mosquitto)");
  const folder = mkdtempSync(join(tmpdir(), "labo-mosquitto-"));
  const port = await freePort();
  const configuration = join(folder, "mosquitto.conf");
  const lines = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence false",
    "user root",
    ...extra,
  ];
  writeFileSync(configuration, `${lines.join("\n")}\n`);
  let child: ChildProcess | undefined;

  const mosquitto: Mosquitto = {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    async start() {
      child = spawn(program, ["-c", configuration], { stdio: "ignore" });
      await eventually(() => answers(port), "Mosquitto answers");
    },
    async stop(signal = "SIGTERM") {
      const ending = child;
      child = undefined;
      if (ending === undefined || ending.exitCode !== null) return;
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill(signal);
      await ended;
    },
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    async dispose() {
      await mosquitto.stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await mosquitto.start();
  return mosquitto;
}
