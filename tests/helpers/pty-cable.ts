// A serial cable that can be pulled: socat holds a pseudo-terminal on the bridge's side and a socket on the device's.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Firmware } from "./byte-hub.ts";
import { eventually } from "./eventually.ts";

export const hasSocat = spawnSync("socat", ["-V"]).status === 0;

export interface PtyCable {
  /** Path of the pseudo-terminal, the same at each plugging. */
  readonly path: string;
  plug(): Promise<void>;
  /** Kills socat: the pseudo-terminal is gone, as when a cable is pulled. */
  pull(): Promise<void>;
  stop(): Promise<void>;
}

/** @param firmware runs from plugging to pulling; a pseudo-terminal does not reset its device when it is opened. */
export async function createPtyCable(firmware: Firmware): Promise<PtyCable> {
  const folder = mkdtempSync(join(tmpdir(), "labo-pty-"));
  const path = join(folder, "tty");
  const socketPath = join(folder, "socket");
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    const running = firmware({ send: (bytes) => socket.writable && socket.write(bytes) }, 57_600);
    socket.on("data", (bytes) => running.onBytes(bytes));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      running.stop?.();
    });
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  let socat: ChildProcess | undefined;

  const pull = async (): Promise<void> => {
    const dying = socat;
    socat = undefined;
    if (dying === undefined) return;
    const ended = new Promise((resolve) => dying.once("exit", resolve));
    dying.kill();
    await ended;
    // socat takes its link away itself, unless it was killed too hard.
    rmSync(path, { force: true });
  };
  return {
    path,
    pull,
    async plug() {
      socat = spawn("socat", [`pty,raw,echo=0,link=${path}`, `unix-connect:${socketPath}`], {
        stdio: "ignore",
      });
      await eventually(() => existsSync(path) && sockets.size > 0, "the pseudo-terminal is there");
    },
    async stop() {
      await pull();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
