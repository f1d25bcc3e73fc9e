// The main thread's side of a board: spawns its worker, carries bytes both ways with a bound, watches that it lives.
// A worker that crashes or hangs is killed and started again on the same line; one that keeps failing is given up.
import { Worker } from "node:worker_threads";
import type { BoardPlan } from "#contract/board-plan.ts";
import type { Clock, Timer } from "../clock.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Reaction } from "./reaction.ts";
import type { CommandArguments, FromWorker, Stamp, ToWorker, WorkerSettings } from "./worker-messages.ts";

export interface BoardHandlers {
  /** Bytes for the board. */
  write(bytes: Uint8Array): void;
  /** johnny-five has the board in hand; again after each restart. */
  /** @param adcBits of its converter, where it has one. */
  onReady(firmware: string, version: string, adcBits?: number): void;
  onReadings(readings: Record<string, number>, at: Stamp): void;
  onButton(channel: string, pressed: boolean, at: Stamp): void;
  /** The board has timed a reaction of the button on this channel. */
  onReaction(channel: string, reaction: Reaction, at: Stamp): void;
  /** It could not be wired, or does not answer. */
  onComponentFailed(component: string, reason: string): void;
  /** It answers again. */
  onComponentWell(component: string): void;
  /** The worker was killed and is starting again. */
  onRestart(reason: string): void;
  /** It failed too often: the line had better be closed and opened again. */
  onFailed(error: LaboError): void;
}

export interface BoardHost {
  start(): void;
  /** Whole Firmata messages from the board, and when they entered. */
  push(bytes: Uint8Array, at: Stamp): void;
  /**
   * Has a component do something; resolves when the board has taken it.
   * @throws LaboError COMMAND_REFUSED, COMMAND_TIMEOUT or DEVICE_OFFLINE.
   */
  command(component: string, action: string, args: CommandArguments): Promise<void>;
  stop(): Promise<void>;
  /** How many times the worker was started again. */
  readonly restarts: number;
}

export interface BoardHostOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly plan: BoardPlan;
  /** The worker's file; johnny-five's by default. */
  readonly workerUrl?: URL;
}

/** On a clock that can wait, the worker's time is given, this finely. */
const givenTimeMs = 25;
const handshakeMs = 8000;
const pingEveryMs = 2000;
/** Pings without an answer before a worker is taken to hang. */
const mostUnanswered = 3;
const commandTimeoutMs = 3000;
const maxBytesOnTheWay = 64 * 1024;
const maxCommandsOnTheWay = 32;
const maxRestarts = 3;
const restartWindowMs = 60_000;
const loggedCharacters = 300;

interface Waiting {
  resolve(): void;
  reject(error: LaboError): void;
  readonly timer: Timer;
}

export function createBoardHost(options: BoardHostOptions, handlers: BoardHandlers): BoardHost {
  const { clock, logger, plan } = options;
  // A thread runs on the real machine however fast the clock: its heart is judged in real time.
  const real = (ms: number) => ms * Math.max(1, clock.rate);
  const hasGivenTime = clock.hold !== undefined;
  const workerUrl =
    options.workerUrl ??
    (hasGivenTime
      ? new URL("./board-worker-given-time.ts", import.meta.url)
      : new URL("./board-worker.ts", import.meta.url));
  /** Of the messages a worker with given time has not answered yet. */
  const unsettled: (() => void)[] = [];
  let worker: Worker | undefined;
  let timers: Timer[] = [];
  let ready = false;
  let unanswered = 0;
  let bytesOnTheWay = 0;
  let nextId = 0;
  let restarts = 0;
  let recentRestarts: number[] = [];
  const waiting = new Map<number, Waiting>();

  const post = (message?: ToWorker): void => {
    if (clock.hold === undefined) {
      worker?.postMessage(message);
      return;
    }
    if (worker === undefined) return;
    clock.hold(new Promise<void>((resolve) => void unsettled.push(resolve)));
    worker.postMessage({ at: { now: clock.now(), mono: clock.mono() }, told: message });
  };

  const settle = (id: number, error?: LaboError): void => {
    const found = waiting.get(id);
    if (found === undefined) return;
    waiting.delete(id);
    found.timer.cancel();
    if (error) found.reject(error);
    else found.resolve();
  };

  const kill = (): Promise<unknown> => {
    for (const timer of timers) timer.cancel();
    timers = [];
    const dying = worker;
    worker = undefined;
    ready = false;
    for (const settled of unsettled.splice(0)) settled();
    for (const id of [...waiting.keys()]) settle(id, new LaboError("DEVICE_OFFLINE"));
    dying?.removeAllListeners();
    // A dying worker may still complain; nobody is interested, but it must not go uncaught.
    dying?.on("error", () => undefined);
    return dying?.terminate() ?? Promise.resolve();
  };

  const restart = (reason: string): void => {
    void kill();
    logger.warn({ reason }, "board worker lost");
    const now = clock.mono();
    recentRestarts = recentRestarts.filter((at) => now - at < real(restartWindowMs));
    if (recentRestarts.length >= maxRestarts) {
      recentRestarts = [];
      handlers.onFailed(new LaboError("BOARD_RESTARTING", [reason]));
      return;
    }
    recentRestarts.push(now);
    restarts += 1;
    handlers.onRestart(reason);
    spawn();
  };

  const onMessage = (message: FromWorker): void => {
    switch (message.type) {
      case "write":
        handlers.write(message.bytes);
        break;
      case "took":
        bytesOnTheWay -= message.bytes;
        break;
      case "ready":
        ready = true;
        handlers.onReady(message.firmware, message.version, message.adcBits);
        break;
      case "component-failed":
        logger.warn({ component: message.component, reason: message.reason }, "component failed");
        handlers.onComponentFailed(message.component, message.reason);
        break;
      case "component-well":
        handlers.onComponentWell(message.component);
        break;
      case "readings":
        handlers.onReadings(message.readings, message.at);
        break;
      case "button":
        handlers.onButton(message.channel, message.pressed, message.at);
        break;
      case "reaction":
        handlers.onReaction(message.channel, message.reaction, message.at);
        break;
      case "done":
        settle(message.id);
        break;
      case "refused":
        settle(message.id, new LaboError("COMMAND_REFUSED", [message.reason]));
        break;
      case "pong":
        unanswered = 0;
        break;
      case "settled":
        unsettled.shift()?.();
        break;
    }
  };

  function spawn(): void {
    const settings: WorkerSettings = {
      plan,
      rate: hasGivenTime ? 1 : clock.rate,
      start: { now: clock.now(), mono: clock.mono() },
    };
    const spawned = new Worker(workerUrl, {
      workerData: settings,
      // johnny-five prints; what it says goes to the log, shortened, never to the person's terminal.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 96 },
    });
    worker = spawned;
    unanswered = 0;
    bytesOnTheWay = 0;
    const say = (text: unknown) =>
      logger.debug({ text: String(text).slice(0, loggedCharacters) }, "board worker");
    spawned.stdout.on("data", say);
    spawned.stderr.on("data", say);
    spawned.on("message", onMessage);
    spawned.on("error", (error) => restart(String(error).slice(0, loggedCharacters)));
    spawned.on("exit", (code) => restart(`the worker ended (${code})`));
    if (hasGivenTime) timers.push(clock.every(givenTimeMs, () => post()));
    timers.push(
      clock.after(real(handshakeMs), () => {
        if (!ready) restart("the board did not answer johnny-five");
      }),
      clock.every(real(pingEveryMs), () => {
        if (unanswered >= mostUnanswered) restart("the worker hangs");
        else {
          unanswered += 1;
          post({ type: "ping", id: unanswered });
        }
      }),
    );
  }

  return {
    get restarts() {
      return restarts;
    },
    start() {
      if (worker === undefined) spawn();
    },
    push(bytes, at) {
      if (worker === undefined) return;
      if (bytesOnTheWay + bytes.length > maxBytesOnTheWay) {
        restart("the worker takes no bytes");
        return;
      }
      bytesOnTheWay += bytes.length;
      post({ type: "bytes", bytes, at });
    },
    command(component, action, args) {
      if (!ready) return Promise.reject(new LaboError("DEVICE_OFFLINE"));
      if (waiting.size >= maxCommandsOnTheWay)
        return Promise.reject(new LaboError("COMMAND_REFUSED", ["too many commands at once"]));
      nextId += 1;
      const id = nextId;
      return new Promise((resolve, reject) => {
        const timer = clock.after(real(commandTimeoutMs), () => settle(id, new LaboError("COMMAND_TIMEOUT")));
        waiting.set(id, { resolve, reject, timer });
        post({ type: "command", id, component, action, args });
      });
    },
    async stop() {
      await kill();
    },
  };
}
