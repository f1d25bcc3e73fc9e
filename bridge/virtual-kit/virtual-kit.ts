// The virtual kit on the main thread: a door to the simulation's thread. Ports, radio and controls go through it, work does not.
import { Worker } from "node:worker_threads";
import type { BoardPlan } from "#contract/board-plan.ts";
import type { Kit, KitControl } from "#contract/kit.ts";
import type { Clock, Timer } from "../clock.ts";
import { LaboError } from "../errors.ts";
import { isLed } from "../led-clock.ts";
import type { Logger } from "../logger.ts";
import {
  beaconRadios,
  defaultKit,
  kitWith,
  peripheralIdentity,
  peripheralRadios,
  serialNumbers,
  untaughtTags,
} from "./default-kit.ts";
import { type KitFigures, usualFigures } from "./figures.ts";
import { readFirmware } from "./firmware-files.ts";
import type { VirtualController, VirtualKit, VirtualLine, VirtualPort, VirtualSerialHub } from "./kit.ts";
import type { FromWorker, ToWorker, WorkerOptions } from "./messages.ts";
import type { FirmwareImages } from "./simulation.ts";

export interface VirtualKitOptions {
  /** Its rate is the simulation's: a clock ten times faster makes boards and radio ten times faster. */
  readonly clock: Clock;
  /** Same seed, same noise. */
  readonly seed: number;
  readonly logger: Logger;
  /** Boards whose cable is in at the start and after a reset; the usual ones when absent. */
  readonly plugged?: readonly string[] | undefined;
  /** Folder of `labo-rfid.hex` and `labo-firmata.hex`. */
  readonly firmwareFolder: string;
  /** What its hardware obeys; the usual figures when absent. */
  readonly figures?: KitFigures;
}

const pathPrefix = "virtual:";
const restartMs = 1000;
/** Speeds a USB serial bridge takes, bits per second. */
const slowest = 50;
const fastest = 4_000_000;

interface OpenLine {
  readonly number: number;
  readonly board: string;
  readonly handlers: { onData(bytes: Uint8Array): void; onUnplug(): void };
}

interface Waiting {
  resolve(kit: Kit): void;
  reject(error: LaboError): void;
}

/** Builds the kit; nothing runs before `start()`. */
export function createVirtualKit(options: VirtualKitOptions): VirtualKit {
  return new ThreadedKit(options);
}

class ThreadedKit implements VirtualKit {
  readonly serial: VirtualSerialHub = {
    list: () => this.ports(),
    open: (path, baudRate, handlers) => this.open(path, baudRate, handlers),
  };
  readonly controller: VirtualController = {
    send: (packet) => this.post({ type: "hci", packet }),
    onPacket: (listener) => subscribe(this.packetListeners, listener),
  };
  readonly taught = taughtOf(defaultKit());

  private readonly options: VirtualKitOptions;
  private worker: Worker | undefined;
  private starting: Promise<void> | undefined;
  /** Counts starts and stops: a start that finds another count has been overtaken. */
  private turn = 0;
  private restart: Timer | undefined;
  private kit: Kit;
  private readonly plans = new Map<string, BoardPlan>();
  private readonly lines = new Map<number, OpenLine>();
  /** How often each board's cable was put in. */
  private readonly pluggings = new Map<string, number>();
  private readonly waiting = new Map<number, Waiting>();
  private readonly changeListeners = new Set<(kit: Kit) => void>();
  private readonly packetListeners = new Set<(packet: Uint8Array) => void>();
  private lastNumber = 0;

  constructor(options: VirtualKitOptions) {
    this.options = options;
    this.kit = kitWith(options.plugged);
  }

  /** @throws LaboError FIRMWARE_UNREADABLE; KIT_OFF when stopped meanwhile. */
  start(): Promise<void> {
    this.starting ??= this.begin(++this.turn).catch((error: unknown) => {
      this.starting = undefined;
      throw error;
    });
    return this.starting;
  }

  async stop(): Promise<void> {
    this.turn++;
    this.starting = undefined;
    this.restart?.cancel();
    this.restart = undefined;
    const { worker } = this;
    if (isLed(this.options.clock)) this.options.clock.release();
    this.worker = undefined;
    this.abandon(new LaboError("KIT_OFF"));
    await worker?.terminate();
  }

  private async begin(turn: number): Promise<void> {
    const firmware = await readFirmware(this.options.firmwareFolder);
    if (turn !== this.turn) throw new LaboError("KIT_OFF");
    await this.launch(firmware);
  }

  snapshot(): Kit {
    return this.kit;
  }

  control(control: KitControl): Promise<Kit> {
    if (this.worker === undefined) return Promise.reject(new LaboError("KIT_OFF"));
    const id = ++this.lastNumber;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker?.ref();
      this.post({ type: "control", id, control });
    });
  }

  rewire(board: string, plan: BoardPlan): void {
    const found = this.kit.boards.find(({ id }) => id === board);
    if (found?.firmware !== "labo-firmata") throw new LaboError("NOT_FOUND", [`board: ${board} has no pins`]);
    this.plans.set(board, plan);
    this.post({ type: "rewire", board, plan });
  }

  onChange(listener: (kit: Kit) => void): () => void {
    return subscribe(this.changeListeners, listener);
  }

  private launch(firmware: FirmwareImages): Promise<void> {
    const { seed, clock, logger, plugged } = this.options;
    const workerData: WorkerOptions = {
      figures: this.options.figures ?? usualFigures,
      seed,
      rate: clock.rate,
      leads: isLed(clock),
      firmware,
      plans: [...this.plans],
      plugged,
    };
    if (isLed(clock)) clock.lead();
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData, name: "virtual-kit" });
    this.worker = worker;
    return new Promise((resolve, reject) => {
      let ready = false;
      worker.on("message", (message: FromWorker) => {
        if (this.worker !== worker) return;
        if (message.type === "ready") {
          ready = true;
          worker.unref();
          resolve();
        }
        this.take(message);
      });
      worker.on("error", (error) => {
        logger.error({ err: error }, "virtual kit thread failed");
        reject(new LaboError("INTERNAL", ["virtual kit"], error));
      });
      worker.on("exit", () => {
        const wanted = this.worker === worker;
        reject(new LaboError(wanted ? "INTERNAL" : "KIT_OFF", ["virtual kit"]));
        if (!wanted) return;
        if (isLed(this.options.clock)) this.options.clock.release();
        this.worker = undefined;
        this.abandon(new LaboError("INTERNAL", ["virtual kit"]));
        if (ready) this.startAgain(firmware);
      });
    });
  }

  /** The thread ended by itself: to the host it looks as if every cable had been pulled, then put back. */
  private startAgain(firmware: FirmwareImages): void {
    const { clock, logger } = this.options;
    this.restart = clock.after(restartMs * clock.rate, () => {
      this.launch(firmware).catch((error: unknown) => {
        logger.error({ err: error }, "virtual kit did not start again");
      });
    });
  }

  private abandon(error: LaboError): void {
    const { lines, waiting } = this;
    const lost = [...lines.values()];
    const asked = [...waiting.values()];
    lines.clear();
    waiting.clear();
    for (const { handlers } of lost) handlers.onUnplug();
    for (const { reject } of asked) reject(error);
  }

  /** The house comes to the simulation's time, and all it does there is done before the simulation goes on. */
  private async lead(ms: number): Promise<void> {
    const { clock } = this.options;
    if (!isLed(clock)) return;
    clock.reach(ms);
    await clock.settled();
    this.post({ type: "go" });
  }

  private post(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private take(message: FromWorker): void {
    switch (message.type) {
      case "ready":
      case "kit":
        this.see(message.kit);
        for (const listener of this.changeListeners) listener(message.kit);
        break;
      case "done":
        this.see(message.kit);
        this.takeWaiting(message.id)?.resolve(message.kit);
        break;
      case "refused": {
        const code = message.found ? "INTERNAL" : "NOT_FOUND";
        this.takeWaiting(message.id)?.reject(new LaboError(code, message.details));
        break;
      }
      case "time":
        void this.lead(message.ms);
        break;
      case "data":
        this.lines.get(message.line)?.handlers.onData(message.bytes);
        break;
      case "unplugged": {
        const line = this.lines.get(message.line);
        this.lines.delete(message.line);
        line?.handlers.onUnplug();
        break;
      }
      case "hci":
        for (const packet of message.packets) for (const listener of this.packetListeners) listener(packet);
        break;
    }
  }

  /** Only a control under way keeps the process alive. */
  private takeWaiting(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.worker?.unref();
    return waiting;
  }

  /** A board whose cable is out has no line any more, whether or not its owner was told. */
  private see(kit: Kit): void {
    for (const { id, plugged } of kit.boards) {
      if (plugged && !this.isPlugged(id)) this.pluggings.set(id, (this.pluggings.get(id) ?? 0) + 1);
    }
    this.kit = kit;
    for (const [number, { board }] of this.lines) {
      if (!this.isPlugged(board)) this.lines.delete(number);
    }
  }

  private isPlugged(id: string): boolean {
    return this.kit.boards.some((board) => board.id === id && board.plugged);
  }

  private ports(): VirtualPort[] {
    if (this.worker === undefined) return [];
    return this.kit.boards
      .filter((board) => board.plugged)
      .map((board) => ({
        path: `${pathPrefix}${board.id}`,
        serialNumber: serialNumbers[board.id] ?? board.id,
        ...usbOf(board.firmware),
        plugging: String(this.pluggings.get(board.id) ?? 0),
      }));
  }

  private open(path: string, baudRate: number, handlers: OpenLine["handlers"]): VirtualLine {
    if (!this.ports().some((port) => port.path === path)) throw portError("ENOENT", path);
    if (!(baudRate >= slowest && baudRate <= fastest)) throw portError("EINVAL", path);
    const board = path.slice(pathPrefix.length);
    if ([...this.lines.values()].some((line) => line.board === board)) throw portError("EBUSY", path);
    const number = ++this.lastNumber;
    this.lines.set(number, { number, board, handlers });
    this.post({ type: "open", board, line: number, baudRate });
    return {
      write: (bytes) => {
        if (this.lines.has(number)) this.post({ type: "write", board, line: number, bytes });
      },
      close: () => {
        if (this.lines.delete(number)) this.post({ type: "close", board, line: number });
      },
    };
  }
}

/** What the cable tells: an Uno, or the serial adapter modules are sold with. */
function usbOf(firmware: Kit["boards"][number]["firmware"]) {
  return firmware === "labo-rfid" || firmware === "labo-firmata"
    ? { vendorId: "2341", productId: "0043", manufacturer: "Arduino (simulated)" }
    : { vendorId: "1a86", productId: "7523", manufacturer: "QinHeng (simulated)" };
}

const portFaults = {
  ENOENT: "no such port",
  EBUSY: "port is open already",
  EINVAL: "no such speed",
} as const;

function portError(code: keyof typeof portFaults, path: string): Error {
  return Object.assign(new Error(`${code}: ${portFaults[code]}, ${path}`), { code });
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function taughtOf(kit: Kit): VirtualKit["taught"] {
  return {
    beacons: kit.beacons.flatMap(({ id, name }) => {
      const radio = beaconRadios[id];
      return radio === undefined ? [] : [{ identity: radio.identity, name }];
    }),
    peripherals: kit.peripherals.flatMap(({ id, name }) => {
      const radio = peripheralRadios[id];
      return radio === undefined ? [] : [{ identity: peripheralIdentity(radio), name }];
    }),
    tags: kit.tags.filter(({ id }) => !untaughtTags.has(id)).map(({ uid, name }) => ({ uid, name })),
  };
}
