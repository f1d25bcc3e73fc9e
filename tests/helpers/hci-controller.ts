// The smallest Bluetooth controller: answers the commands noble starts with, and sends what a test puts on the air
// as HCI advertising reports. Bluetooth Core Specification, volume 4, part E.
import type { DriverWord } from "../../bridge/transports/ble/host-protocol.ts";
import type { MachineFacts } from "../../bridge/transports/ble/preflight.ts";
import type { AdapterStandIn } from "../../bridge/transports/ble/radio.ts";
import type { VirtualController } from "../../bridge/virtual-kit/kit.ts";

/** What commands return after their status, by opcode; the others return nothing more. */
const answers: Readonly<Record<number, readonly number[]>> = {
  // Version 5.0, so that noble finds it recent enough.
  4097: [0x09, 0, 0, 0x09, 0xff, 0xff, 0, 0],
  3180: [1, 0],
  8194: [0xfb, 0, 8],
  4105: [1, 2, 3, 4, 5, 6],
};
const scanEnable = 0x200c;
const notAvailableRssi = 127;

export interface OnAir {
  /** "aa:bb:cc:dd:ee:ff" */
  readonly address: string;
  readonly random?: boolean;
  readonly payload: Uint8Array;
  readonly rssi?: number;
}

export interface TestController extends VirtualController {
  advertise(advertisement: OnAir): void;
  /** Any bytes at all, as a packet to the host. */
  packet(bytes: Uint8Array): void;
  readonly scanning: boolean;
  /** How many times the host switched its scan on. */
  readonly scans: number;
  /** Stops scanning without a word, as some do after minutes or hours. */
  forgetScan(): void;
  /** A controller that hears commands and never answers. */
  mute: boolean;
}

/** An LE advertising report of one advertisement, as an H4 packet. */
export function advertisingReport({ address, random = true, payload, rssi }: OnAir): Uint8Array {
  const body = [
    0x02,
    1,
    0x03,
    random ? 1 : 0,
    ...address
      .split(":")
      .reverse()
      .map((digits) => Number.parseInt(digits, 16)),
    payload.length,
    ...payload,
    (rssi ?? notAvailableRssi) & 0xff,
  ];
  return Uint8Array.from([0x04, 0x3e, body.length, ...body]);
}

export function createTestController(): TestController {
  const listeners = new Set<(packet: Uint8Array) => void>();
  let scanning = false;
  let scans = 0;
  const toHost = (packet: Uint8Array) => {
    for (const listener of listeners) listener(packet);
  };
  const controller: TestController = {
    mute: false,
    send(packet) {
      if (packet[0] !== 0x01 || controller.mute) return;
      const low = packet[1] ?? 0;
      const high = packet[2] ?? 0;
      const opcode = low | (high << 8);
      if (opcode === scanEnable) {
        scanning = packet[4] === 1;
        if (scanning) scans += 1;
      }
      const result = answers[opcode] ?? [];
      toHost(Uint8Array.from([0x04, 0x0e, 4 + result.length, 1, low, high, 0, ...result]));
    },
    onPacket(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    advertise(advertisement) {
      if (scanning) toHost(advertisingReport(advertisement));
    },
    packet: toHost,
    forgetScan() {
      scanning = false;
    },
    get scanning() {
      return scanning;
    },
    get scans() {
      return scans;
    },
  };
  return controller;
}

export interface TestAdapter extends TestController, AdapterStandIn {
  /** What the computer tells of it. */
  machine(): Promise<MachineFacts>;
  turnOff(): void;
  turnOn(): void;
  pullOut(): void;
  /** @param isAllowed whether its driver lets this account in, from then on. */
  plugIn(isAllowed?: boolean): void;
}

/** Whether this account may listen is the computer's to say, and the driver's: the two need not agree. */
interface AdapterRights {
  readonly byComputer?: boolean;
  readonly byDriver?: boolean;
}

/** An adapter of this computer, as its driver and the system show it. */
export function createTestAdapter({ byComputer = true, byDriver = true }: AdapterRights = {}): TestAdapter {
  const listeners = new Set<(word: DriverWord) => void>();
  let isThere = true;
  let word: DriverWord = byDriver ? "up" : "forbidden";
  const say = (next: DriverWord) => {
    word = next;
    for (const listener of listeners) listener(next);
  };
  return Object.assign(createTestController(), {
    driver: () => word,
    onDriver(listener: (word: DriverWord) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    machine: async () => ({
      platform: "linux",
      adapters: isThere ? ["hci0"] : [],
      capabilities: byComputer ? 1n << 13n : 0n,
    }),
    turnOff: () => say("down"),
    turnOn: () => say("up"),
    pullOut() {
      isThere = false;
      say("down");
    },
    plugIn(isAllowed = true) {
      isThere = true;
      say(isAllowed ? "up" : "forbidden");
    },
  });
}
