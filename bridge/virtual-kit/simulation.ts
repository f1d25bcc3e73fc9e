// The whole simulated bench on one clock: world, boards and radio, moved on together. No real time in here: the caller says how far to go.
import type { BoardPlan } from "#contract/board-plan.ts";
import type { Kit, KitControl } from "#contract/kit.ts";
import { RfidWiring, TagDrawer, tagsOver } from "./boards/rfid-wiring.ts";
import { SensorWiring } from "./boards/sensor-wiring.ts";
import { VirtualBoard, type Wiring } from "./boards/virtual-board.ts";
import type { Show } from "./boards/workshop-parts.ts";
import { apparentDistance } from "./chips/surroundings.ts";
import { peripheralRadios } from "./default-kit.ts";
import { figures } from "./figures.ts";
import { Nexmosphere } from "./modules/nexmosphere.ts";
import { Pn532 } from "./modules/pn532.ts";
import { Rdm6300 } from "./modules/rdm6300.ts";
import { type ModuleChip, SerialModule } from "./modules/serial-module.ts";
import { Air } from "./radio/air.ts";
import { ClimateProgram } from "./radio/climate-sensor.ts";
import { type AirAdvertisement, HciController } from "./radio/hci-controller.ts";
import { MicrobitProgram } from "./radio/microbit.ts";
import { Peripheral, type PeripheralProgram } from "./radio/peripheral.ts";
import { createRandom, type Random } from "./random.ts";
import { World } from "./world.ts";

/** Boards and radio take turns of this many simulated milliseconds. */
const turnMs = 5;
const receiverAddress = [0x02, 0x4c, 0x61, 0x62, 0x6f, 0x01];

/** Flash images by firmware name. */
export type FirmwareImages = Readonly<Record<"labo-rfid" | "labo-firmata", Uint8Array>>;

/** Where the simulated hardware's bytes go. */
export interface SimulationOutput {
  data(board: string, bytes: Uint8Array): void;
  /** The cable came out and the host was told. */
  unplugged(board: string): void;
  hci(packets: readonly Uint8Array[]): void;
}

export interface SimulationOptions {
  readonly seed: number;
  readonly firmware: FirmwareImages;
  readonly output: SimulationOutput;
  readonly world?: World;
  /** Real time in milliseconds, only to tell how much of a processor each board takes. */
  readonly stopwatch?: () => number;
}

interface Effort {
  simulatedMs: number;
  busyMs: number;
}

export class Simulation {
  readonly world: World;
  private readonly output: SimulationOutput;
  private readonly stopwatch: () => number;
  private readonly boards = new Map<string, VirtualBoard | SerialModule>();
  private readonly efforts = new Map<string, Effort>();
  private readonly air: Air;
  private readonly peripherals = new Map<string, Peripheral>();
  private readonly controller = new HciController(receiverAddress, (address) => this.peerAt(address));
  private readonly taps = new Map<string, number>();
  private nowMs = 0;
  private changed = true;

  constructor(options: SimulationOptions) {
    const random = createRandom(options.seed);
    this.world = options.world ?? new World();
    this.output = options.output;
    this.stopwatch = options.stopwatch ?? (() => performance.now());
    this.air = new Air(() => this.world.kit, random.fork("air"));
    const drawer = new TagDrawer();
    for (const { id, firmware, plugged } of this.world.kit.boards) {
      const board =
        firmware === "rdm6300" || firmware === "pn532" || firmware === "nexmosphere"
          ? new SerialModule(this.chip(id, firmware, drawer))
          : new VirtualBoard({
              flash: options.firmware[firmware],
              wiring: this.wiring(id, firmware, drawer, random.fork(id)),
            });
      this.boards.set(id, board);
      this.efforts.set(id, { simulatedMs: 0, busyMs: 0 });
      if (plugged) board.powerOn(0);
    }
    for (const { id } of this.world.kit.peripherals) {
      const program = this.program(id, random.fork(id));
      const peripheral = new Peripheral({
        program,
        isReachable: () => this.isReachable(id),
        onLink: (isLinked) => {
          if (this.world.showLink(id, isLinked)) this.changed = true;
        },
      });
      this.peripherals.set(id, peripheral);
    }
  }

  /** Simulated time since the start, milliseconds. */
  get ms(): number {
    return this.nowMs;
  }

  /** Moves everything on by this many simulated milliseconds. */
  advance(ms: number): void {
    const end = this.nowMs + ms;
    while (this.nowMs < end) this.turn(Math.min(turnMs, end - this.nowMs));
  }

  /** A hand does something. @throws LaboError NOT_FOUND when it names what is not there; nothing has changed then. */
  control(control: KitControl): void {
    const wasPlugged = this.plugged();
    this.world.apply(control);
    this.changed = true;
    switch (control.control) {
      case "tag-tap":
        this.taps.set(control.tag, this.nowMs + figures.tapMs);
        break;
      case "tag-place":
      case "tag-remove":
        this.taps.delete(control.tag);
        break;
      case "reset":
        this.taps.clear();
        break;
      case "line-noise":
        this.boards.get(control.board)?.inject(Uint8Array.from(Buffer.from(control.hex, "hex")));
        this.deliver(control.board);
        break;
      default:
    }
    const told = !(control.control === "plug" && control.silent);
    this.followCables(wasPlugged, told);
  }

  /** Somebody wires a board as a plan says; it goes on running. @throws LaboError NOT_FOUND when it has no pins to wire. */
  rewire(board: string, plan: BoardPlan): void {
    this.world.rewire(board, plan);
    this.changed = true;
  }

  /** The host opens a board's port; the board resets. */
  open(board: string, baudRate: number): void {
    this.boards.get(board)?.open(baudRate, this.nowMs);
  }

  close(board: string): void {
    this.boards.get(board)?.close();
  }

  /** Bytes from the host to a board. */
  write(board: string, bytes: Uint8Array): void {
    this.boards.get(board)?.write(bytes);
  }

  /** One H4 packet from the host to the Bluetooth controller. */
  command(packet: Uint8Array): void {
    const answers = this.controller.receive(packet);
    if (answers.length > 0) this.output.hci(answers);
  }

  /** Has anything a person sees changed since the last call. */
  takeChanged(): boolean {
    const changed = this.changed;
    this.changed = false;
    return changed;
  }

  /** Puts each board's speed and load into the kit. @param realMs real time since the last call, milliseconds. */
  measure(realMs: number): void {
    if (realMs <= 0) return;
    for (const [id, effort] of this.efforts) {
      const board = this.world.board(id);
      board.speed = round(effort.simulatedMs / realMs);
      board.load = round(effort.busyMs / realMs);
      effort.simulatedMs = 0;
      effort.busyMs = 0;
    }
    this.changed = true;
  }

  private wiring(id: string, firmware: keyof FirmwareImages, drawer: TagDrawer, random: Random): Wiring {
    const kit = (): Kit => this.world.kit;
    if (firmware === "labo-rfid") return new RfidWiring(id, kit, drawer, random);
    const show: Show = (component, value, look) => {
      if (this.world.show(id, component, value, look)) this.changed = true;
    };
    return new SensorWiring(id, kit, show, random);
  }

  private chip(id: string, kind: "rdm6300" | "pn532" | "nexmosphere", drawer: TagDrawer): ModuleChip {
    if (kind === "nexmosphere")
      return new Nexmosphere(() =>
        this.world.kit.tags.flatMap(({ family, uid, over, around = "air" }) =>
          family === "em4100" || over?.reader !== id
            ? []
            : [
                {
                  kind: family === "lift-and-learn" ? "numbered" : "nfc",
                  uid,
                  distanceMm: apparentDistance(over.distanceMm / 1000, around) * 1000,
                },
              ],
        ),
      );
    if (kind === "pn532")
      return new Pn532(() =>
        [...tagsOver(id, this.world.kit, drawer)].map(({ tag, distance }) => ({
          tag,
          distanceMm: distance * 1000,
        })),
      );
    return new Rdm6300(() =>
      this.world.kit.tags.flatMap(({ family, uid, over }) =>
        family === "em4100" && over?.reader === id
          ? [{ id: [...Buffer.from(uid, "hex")], distanceMm: over.distanceMm }]
          : [],
      ),
    );
  }

  private program(id: string, random: Random): PeripheralProgram {
    const kit = (): Kit => this.world.kit;
    if (this.world.peripheral(id).kind === "climate") return new ClimateProgram(kit, random);
    return new MicrobitProgram({
      kit,
      state: () => this.world.microbit(id),
      show: (change) => {
        if (this.world.showMicrobit(id, change)) this.changed = true;
      },
      random,
    });
  }

  private isReachable(id: string): boolean {
    const { powered, at } = this.world.peripheral(id);
    return powered && this.air.reaches(at, peripheralRadios[id]?.measuredPower ?? 0);
  }

  private peerAt(address: readonly number[]): Peripheral | undefined {
    const entry = Object.entries(peripheralRadios).find(([, radio]) =>
      radio.address.every((byte, index) => byte === address[index]),
    );
    return entry === undefined ? undefined : this.peripherals.get(entry[0]);
  }

  private plugged(): Set<string> {
    return new Set(this.world.kit.boards.filter((board) => board.plugged).map(({ id }) => id));
  }

  private followCables(before: ReadonlySet<string>, told: boolean): void {
    for (const { id, plugged } of this.world.kit.boards) {
      if (plugged === before.has(id)) continue;
      const board = this.boards.get(id);
      if (plugged) board?.powerOn(this.nowMs);
      else {
        board?.powerOff();
        if (told) this.output.unplugged(id);
      }
    }
  }

  private turn(ms: number): void {
    this.nowMs += ms;
    this.liftTapped();
    for (const [id, board] of this.boards) {
      if (!board.powered) continue;
      const from = this.stopwatch();
      board.runUntil(this.nowMs);
      const effort = this.efforts.get(id);
      if (effort !== undefined) {
        effort.busyMs += this.stopwatch() - from;
        effort.simulatedMs += ms;
      }
      this.deliver(id);
    }
    const heard: Uint8Array[] = [];
    this.air.advance(this.nowMs, this.controller.dutyCycle, (advertisement: AirAdvertisement) => {
      const report = this.controller.report(advertisement);
      if (report !== undefined) heard.push(report);
    });
    this.controller.advance(this.nowMs);
    for (const peripheral of this.peripherals.values()) peripheral.advance(this.nowMs);
    heard.push(...this.controller.takePackets());
    if (heard.length > 0) this.output.hci(heard);
  }

  private liftTapped(): void {
    for (const [tag, until] of this.taps) {
      if (until > this.nowMs) continue;
      this.taps.delete(tag);
      this.world.apply({ control: "tag-remove", tag });
      this.changed = true;
    }
  }

  private deliver(id: string): void {
    const bytes = this.boards.get(id)?.takeOutput();
    if (bytes !== undefined) this.output.data(id, bytes);
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
