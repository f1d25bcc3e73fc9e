// A Bluetooth LE controller as its host sees it: HCI commands in, events out, H4 packets. Reference: Core Specification 5.4, vol. 4, part E.
import { aclLength, Connections, type Peer } from "./connections.ts";

const packetType = { command: 0x01, data: 0x02, event: 0x04 };
const event = { commandComplete: 0x0e, commandStatus: 0x0f, hardwareError: 0x10, leMeta: 0x3e };
const advertisingReport = 0x02;
const status = { ok: 0x00, unknownCommand: 0x01, disallowed: 0x0c, invalidParameters: 0x12 };
/** Addresses the duplicate filter remembers; a full filter lets duplicates through, as real ones do. */
const filterSize = 512;
const connectable = 0;
/** While it calls and does not scan, it listens half of the time. */
const callingDuty = 0.5;

const opcode = {
  disconnect: 0x0406,
  setEventMask: 0x0c01,
  reset: 0x0c03,
  readLeHostSupported: 0x0c6c,
  writeLeHostSupported: 0x0c6d,
  readLocalVersion: 0x1001,
  readSupportedCommands: 0x1002,
  readBufferSize: 0x1005,
  readAddress: 0x1009,
  leSetEventMask: 0x2001,
  leReadBufferSize: 0x2002,
  leReadFeatures: 0x2003,
  leSetRandomAddress: 0x2005,
  leSetScanParameters: 0x200b,
  leSetScanEnable: 0x200c,
  leCreateConnection: 0x200d,
  leCancelConnection: 0x200e,
  leUpdateConnection: 0x2013,
} as const;

/** Commands that are answered by their status alone; what comes of them is told by a later event. */
const statusOnly: readonly number[] = [
  opcode.disconnect,
  opcode.leCreateConnection,
  opcode.leUpdateConnection,
];

/** Parameter bytes each command takes. */
const lengths: Readonly<Record<number, number>> = {
  [opcode.setEventMask]: 8,
  [opcode.reset]: 0,
  [opcode.readLeHostSupported]: 0,
  [opcode.writeLeHostSupported]: 2,
  [opcode.readLocalVersion]: 0,
  [opcode.readSupportedCommands]: 0,
  [opcode.readBufferSize]: 0,
  [opcode.readAddress]: 0,
  [opcode.leSetEventMask]: 8,
  [opcode.leReadBufferSize]: 0,
  [opcode.leReadFeatures]: 0,
  [opcode.leSetRandomAddress]: 6,
  [opcode.leSetScanParameters]: 7,
  [opcode.leSetScanEnable]: 2,
  [opcode.leCreateConnection]: 25,
  [opcode.leCancelConnection]: 0,
  [opcode.leUpdateConnection]: 14,
  [opcode.disconnect]: 3,
};

/** Octet and bit of each command above in the answer to Read Local Supported Commands (§6.27). */
const supportedBits: readonly (readonly [number, number])[] = [
  [0, 5],
  [5, 6],
  [5, 7],
  [14, 3],
  [14, 7],
  [15, 1],
  [24, 5],
  [24, 6],
  [25, 0],
  [25, 1],
  [25, 2],
  [25, 4],
  [26, 2],
  [26, 3],
  [26, 4],
  [26, 5],
  [27, 2],
];

/** One frame on the air. */
export interface AirAdvertisement {
  /** ADV_IND 0, ADV_SCAN_IND 2, ADV_NONCONN_IND 3. */
  readonly type: 0 | 2 | 3;
  readonly addressType: "public" | "random";
  /** Displayed order, most significant byte first. */
  readonly address: readonly number[];
  readonly payload: readonly number[];
  readonly rssi: number;
}

export class HciController {
  private readonly address: readonly number[];
  private scanning = false;
  private filterDuplicates = false;
  private interval = 0x10;
  private window = 0x10;
  private leHost = 0;
  private readonly heard = new Set<string>();
  private readonly connections: Connections;
  private packets: Uint8Array[] = [];

  /**
   * @param address public device address, displayed order.
   * @param peerAt who answers a call to an address.
   */
  constructor(
    address: readonly number[],
    peerAt: (address: readonly number[]) => Peer | undefined = () => undefined,
  ) {
    this.address = address;
    this.connections = new Connections({
      peerAt,
      emit: (code, parameters) => void this.packets.push(eventPacket(code, parameters)),
      emitData: (packet) => void this.packets.push(packet),
    });
  }

  /** Is it scanning. */
  get listening(): boolean {
    return this.scanning;
  }

  /** Share of the time the receiver listens: from the scan window and interval, or for somebody it calls. */
  get dutyCycle(): number {
    if (this.scanning) return this.window / this.interval;
    return this.connections.isCalling ? callingDuty : 0;
  }

  /** Lets time pass. @param ms simulated time now. */
  advance(ms: number): void {
    this.connections.advance(ms);
  }

  /** What the controller has to say by itself since the last time. */
  takePackets(): Uint8Array[] {
    const { packets } = this;
    this.packets = [];
    return packets;
  }

  /** One H4 packet from the host. @returns the packets answered. */
  receive(packet: Uint8Array): Uint8Array[] {
    const [type, low = 0, high = 0, length = 0] = packet;
    if (type === packetType.data) {
      this.connections.receive(packet);
      return this.takePackets();
    }
    if (type !== packetType.command) return [];
    // A host that lost count of its bytes: the transport is out of step, which a controller can only report.
    if (packet.length < 4 || packet.length !== 4 + length) return [eventPacket(event.hardwareError, [0x01])];
    const code = (high << 8) | low;
    const answer = this.run(code, packet.subarray(4));
    // The answer to the command first, what comes of it after.
    const [result = status.ok] = answer;
    const isStatus = statusOnly.includes(code);
    const first = isStatus
      ? eventPacket(event.commandStatus, [result, 0x01, low, high])
      : eventPacket(event.commandComplete, [0x01, low, high, ...answer]);
    return [first, ...this.takePackets()];
  }

  /**
   * A frame came in from the air. A call it answers is put through: see `takePackets`.
   * @returns the report to send to the host, or `undefined` when the host is not to hear of it.
   */
  report(advertisement: AirAdvertisement): Uint8Array | undefined {
    const { type, addressType, address, payload, rssi } = advertisement;
    if (type === connectable) this.connections.hear(address, addressType === "random");
    if (!this.scanning) return undefined;
    if (this.filterDuplicates) {
      const key = address.join();
      if (this.heard.has(key)) return undefined;
      if (this.heard.size < filterSize) this.heard.add(key);
    }
    return eventPacket(event.leMeta, [
      advertisingReport,
      0x01,
      type,
      addressType === "random" ? 0x01 : 0x00,
      ...address.toReversed(),
      payload.length,
      ...payload,
      Math.min(20, Math.max(-127, Math.round(rssi))) & 0xff,
    ]);
  }

  /** @returns status and return parameters. */
  private run(code: number, parameters: Uint8Array): number[] {
    const length = lengths[code];
    if (length === undefined) return [status.unknownCommand];
    if (parameters.length !== length) return [status.invalidParameters];
    switch (code) {
      case opcode.reset:
        this.scanning = false;
        this.filterDuplicates = false;
        this.heard.clear();
        this.connections.reset();
        return [status.ok];
      case opcode.readLocalVersion:
        // Core 5.4 (0x0D) for HCI and link layer; company 0xFFFF is nobody's.
        return [status.ok, 0x0d, 0x00, 0x00, 0x0d, 0xff, 0xff, 0x01, 0x00];
      case opcode.readSupportedCommands: {
        const commands = new Array<number>(64).fill(0);
        for (const [octet, bit] of supportedBits) commands[octet] = (commands[octet] ?? 0) | (1 << bit);
        return [status.ok, ...commands];
      }
      case opcode.readBufferSize:
        return [status.ok, 0xfb, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00];
      case opcode.readAddress:
        return [status.ok, ...this.address.toReversed()];
      case opcode.writeLeHostSupported:
        this.leHost = parameters[0] ?? 0;
        return [status.ok];
      case opcode.readLeHostSupported:
        return [status.ok, this.leHost, 0x00];
      case opcode.leReadBufferSize:
        return [status.ok, aclLength & 0xff, aclLength >> 8, 0x08];
      case opcode.leReadFeatures:
        return [status.ok, 0, 0, 0, 0, 0, 0, 0, 0];
      case opcode.leSetScanParameters:
        return [this.setScanParameters(parameters)];
      case opcode.leSetScanEnable:
        return [this.setScanEnable(parameters)];
      case opcode.leCreateConnection:
        return [this.connections.start(parameters)];
      case opcode.leCancelConnection:
        return [this.connections.cancel()];
      case opcode.leUpdateConnection:
        return [this.connections.update(parameters)];
      case opcode.disconnect:
        return [this.connections.disconnect(((parameters[1] ?? 0) << 8) | (parameters[0] ?? 0))];
      default:
        return [status.ok];
    }
  }

  private setScanParameters(parameters: Uint8Array): number {
    if (this.scanning) return status.disallowed;
    const [, intervalLow = 0, intervalHigh = 0, windowLow = 0, windowHigh = 0] = parameters;
    const interval = (intervalHigh << 8) | intervalLow;
    const window = (windowHigh << 8) | windowLow;
    if (interval < 0x0004 || interval > 0x4000 || window < 0x0004 || window > interval) {
      return status.invalidParameters;
    }
    this.interval = interval;
    this.window = window;
    return status.ok;
  }

  private setScanEnable(parameters: Uint8Array): number {
    const [enable = 0, filter = 0] = parameters;
    if (enable > 1 || filter > 1) return status.invalidParameters;
    this.scanning = enable === 1;
    this.filterDuplicates = filter === 1;
    this.heard.clear();
    return status.ok;
  }
}

function eventPacket(code: number, parameters: readonly number[]): Uint8Array {
  return Uint8Array.from([packetType.event, code, parameters.length, ...parameters]);
}
