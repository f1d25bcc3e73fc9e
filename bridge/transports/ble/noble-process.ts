// The process that holds noble: how it is started, spoken to and ended. Whether it does well is radio.ts's to judge.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../clock.ts";
import { type DriverWord, type FromHost, isFromHost, type ToHost } from "./host-protocol.ts";

/** How a noble process reaches its radio. */
export type NobleReach =
  | { readonly kind: "virtual"; readonly driver?: DriverWord }
  | { readonly kind: "adapter"; readonly deviceId?: number }
  | { readonly kind: "uart"; readonly path: string; readonly baudRate: number };

export interface NobleProcess {
  readonly pid: number | undefined;
  /** Whether it takes messages. */
  readonly connected: boolean;
  /** @param sent called when the message has left, or could not. */
  tell(message: ToHost, sent?: () => void): void;
  /** Ends it at once. */
  kill(): void;
  /** Asks it to end, and ends it by force when it does not; resolves when it is gone. */
  end(): Promise<void>;
}

export interface NobleHandlers {
  onMessage(message: FromHost): void;
  /** It ended by itself, or could not be started. */
  onGone(detail: string): void;
}

/** Real milliseconds. */
const stopWithinMs = 1000;
const stderrKept = 2000;
/** noble makes much garbage of passing radios and needs little memory: a small heap is swept sooner. */
const flags = ["--max-old-space-size=64", "--max-semi-space-size=2"];
const file = fileURLToPath(new URL("./noble-host.ts", import.meta.url));

function argumentOf(reach: NobleReach): string {
  if (reach.kind === "adapter") return `adapter:${reach.deviceId ?? ""}`;
  return reach.kind === "virtual" ? `virtual:${reach.driver ?? "up"}` : reach.kind;
}

function environmentOf(reach: NobleReach): NodeJS.ProcessEnv {
  // NODE_OPTIONS is meant for the program that was started, not for its helpers.
  const { NODE_OPTIONS: _left, ...inherited } = process.env;
  const common = { ...inherited, NOBLE_REPORT_ALL_HCI_EVENTS: "1" };
  switch (reach.kind) {
    case "virtual":
      return { ...common, BLUETOOTH_HCI_SOCKET_FORCE_UART: "1" };
    case "uart":
      return {
        ...common,
        BLUETOOTH_HCI_SOCKET_UART_PORT: reach.path,
        BLUETOOTH_HCI_SOCKET_UART_BAUDRATE: String(reach.baudRate),
      };
    case "adapter":
      return common;
  }
}

/** Starts one. Nothing is heard from it any more once `kill` or `end` was called. */
export function startNoble(reach: NobleReach, clock: Clock, handlers: NobleHandlers): NobleProcess {
  let stderr = "";
  let wanted = true;
  const child = fork(file, [argumentOf(reach)], {
    env: environmentOf(reach),
    execArgv: [...flags],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const gone = (detail: string): void => {
    if (!wanted) return;
    wanted = false;
    handlers.onGone(detail);
  };
  child.stderr?.on("data", (text: Buffer) => {
    stderr = (stderr + text.toString("utf8")).slice(-stderrKept);
  });
  child.on("message", (message) => {
    if (wanted && isFromHost(message)) handlers.onMessage(message);
  });
  child.on("error", (error) => {
    // A message that did not arrive is an error too: then the process is there, or its exit will be told.
    if (child.pid === undefined) gone(error.message);
  });
  child.once("exit", (code, signal) => gone(`ended (${signal ?? code}) ${stderr}`.trim()));

  const tell: NobleProcess["tell"] = (message, sent) => {
    if (child.connected) child.send(message, () => sent?.());
  };
  return {
    get pid() {
      return child.pid;
    },
    get connected() {
      return child.connected;
    },
    tell,
    kill() {
      wanted = false;
      child.kill("SIGKILL");
    },
    end() {
      wanted = false;
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
        return Promise.resolve();
      return new Promise((resolve) => {
        const force = clock.after(stopWithinMs * clock.rate, () => child.kill("SIGKILL"));
        child.once("exit", () => {
          force.cancel();
          resolve();
        });
        tell({ kind: "stop" });
      });
    },
  };
}
