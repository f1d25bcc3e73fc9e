// The connections of a Bluetooth LE controller: calls, packets both ways, supervision. Core Specification 5.4, volume 4,
// part E (commands and events) and volume 3, part A (L2CAP framing). An answer comes at once, without the wait of a
// connection interval.

const acl = 0x02;
const attChannel = 0x0004;
const pairingChannel = 0x0006;
/** Pairing Failed, Pairing Not Supported (volume 3, part H, section 3.5.5). */
const noPairing = [0x05, 0x05];
const firstHandle = 0x0040;
const lastHandle = 0x0eff;
const event = { disconnected: 0x05, completedPackets: 0x13, leMeta: 0x3e };
const leEvent = { connectionComplete: 0x01, connectionUpdate: 0x03 };
const reason = { unknownConnection: 0x02, timeout: 0x08, disallowed: 0x0c, byHost: 0x16, ok: 0x00 };
/** Bytes of a packet from the host to the controller, as told in LE Read Buffer Size. */
export const aclLength = 251;
/** Connections a small controller holds. */
const mostConnections = 8;

/** A peripheral as the link layer sees it. */
export interface Peer {
  /** A host is there: `send` takes ATT packets to it. */
  linkUp(send: (pdu: Uint8Array) => void): void;
  linkDown(): void;
  receive(pdu: Uint8Array): void;
  /** Whether radio still reaches it. */
  isReachable(): boolean;
}

interface Call {
  readonly address: readonly number[];
  readonly isRandom: boolean;
  readonly interval: number;
  readonly timeoutMs: number;
}

interface Connection {
  readonly peer: Peer;
  readonly timeoutMs: number;
  lastReachedMs: number;
  /** A packet of the host that comes in pieces: its channel, length and what came. */
  pending: { readonly channel: number; readonly length: number; readonly bytes: number[] } | undefined;
}

const le16 = (value: number): number[] => [value & 0xff, value >> 8];
const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);

export interface ConnectionsOptions {
  /** Who answers at an address, displayed order. */
  readonly peerAt: (address: readonly number[]) => Peer | undefined;
  /** An event, less its type byte and length. */
  readonly emit: (code: number, parameters: readonly number[]) => void;
  /** A packet of data, whole. */
  readonly emitData: (packet: Uint8Array) => void;
}

export class Connections {
  private readonly options: ConnectionsOptions;
  private readonly connections = new Map<number, Connection>();
  private call: Call | undefined;
  private nextHandle = firstHandle;
  private nowMs = 0;

  constructor(options: ConnectionsOptions) {
    this.options = options;
  }

  get isCalling(): boolean {
    return this.call !== undefined;
  }

  /** Parameters of LE Create Connection. @returns the status of the command. */
  start(parameters: Uint8Array): number {
    if (this.call !== undefined || this.connections.size >= mostConnections) return reason.disallowed;
    this.call = {
      isRandom: parameters[5] === 0x01,
      address: [...parameters.subarray(6, 12)].reverse(),
      interval: u16(parameters, 15),
      timeoutMs: u16(parameters, 19) * 10,
    };
    return reason.ok;
  }

  /** LE Create Connection Cancel. */
  cancel(): number {
    const { call } = this;
    if (call === undefined) return reason.disallowed;
    this.call = undefined;
    this.complete(reason.unknownConnection, 0, call);
    return reason.ok;
  }

  /** A connectable advertisement was heard: if it is the one being called, the connection is made. */
  hear(address: readonly number[], isRandom: boolean): void {
    const { call } = this;
    if (call === undefined || call.isRandom !== isRandom) return;
    if (!call.address.every((byte, index) => byte === address[index])) return;
    const peer = this.options.peerAt(address);
    if (peer === undefined) return;
    this.call = undefined;
    const handle = this.freeHandle();
    this.connections.set(handle, {
      peer,
      timeoutMs: call.timeoutMs,
      lastReachedMs: this.nowMs,
      pending: undefined,
    });
    this.complete(reason.ok, handle, call);
    peer.linkUp((pdu) => this.toHost(handle, attChannel, pdu));
  }

  /** Disconnect, by the host. @returns the status of the command. */
  disconnect(handle: number): number {
    if (!this.connections.has(handle)) return reason.unknownConnection;
    this.end(handle, reason.byHost);
    return reason.ok;
  }

  /** LE Connection Update. @returns the status of the command. */
  update(parameters: Uint8Array): number {
    const handle = u16(parameters, 0);
    if (!this.connections.has(handle)) return reason.unknownConnection;
    const told = [u16(parameters, 4), u16(parameters, 6), u16(parameters, 8)].flatMap(le16);
    this.options.emit(event.leMeta, [leEvent.connectionUpdate, reason.ok, ...le16(handle), ...told]);
    return reason.ok;
  }

  /** Time passes: a peripheral that is out of reach for too long is lost. */
  advance(ms: number): void {
    this.nowMs = ms;
    for (const [handle, connection] of this.connections) {
      if (connection.peer.isReachable()) connection.lastReachedMs = ms;
      else if (ms - connection.lastReachedMs >= connection.timeoutMs) this.end(handle, reason.timeout);
    }
  }

  /** A packet of data from the host, type byte first. */
  receive(packet: Uint8Array): void {
    if (packet.length < 5 || packet.length !== 5 + u16(packet, 3)) return;
    const handle = u16(packet, 1) & 0x0fff;
    const connection = this.connections.get(handle);
    if (connection === undefined) return;
    this.options.emit(event.completedPackets, [0x01, ...le16(handle), 0x01, 0x00]);
    const data = packet.subarray(5);
    const isContinued = ((u16(packet, 1) >> 12) & 0b11) === 0b01;
    if (!isContinued) {
      if (data.length < 4) return;
      connection.pending = { length: u16(data, 0), channel: u16(data, 2), bytes: [...data.subarray(4)] };
    } else connection.pending?.bytes.push(...data);
    const { pending } = connection;
    if (pending === undefined || pending.bytes.length < pending.length) return;
    connection.pending = undefined;
    if (pending.bytes.length > pending.length || !connection.peer.isReachable()) return;
    if (pending.channel === attChannel) connection.peer.receive(Uint8Array.from(pending.bytes));
    if (pending.channel === pairingChannel) this.toHost(handle, pairingChannel, Uint8Array.from(noPairing));
  }

  /** Everything ends, and nobody is told: the controller was reset. */
  reset(): void {
    this.call = undefined;
    for (const { peer } of this.connections.values()) peer.linkDown();
    this.connections.clear();
  }

  private end(handle: number, why: number): void {
    const connection = this.connections.get(handle);
    if (connection === undefined) return;
    this.connections.delete(handle);
    connection.peer.linkDown();
    this.options.emit(event.disconnected, [reason.ok, ...le16(handle), why]);
  }

  private complete(status: number, handle: number, { address, isRandom, interval, timeoutMs }: Call): void {
    this.options.emit(event.leMeta, [
      leEvent.connectionComplete,
      status,
      ...le16(handle),
      0x00,
      isRandom ? 0x01 : 0x00,
      ...address.toReversed(),
      ...le16(interval),
      ...le16(0),
      ...le16(timeoutMs / 10),
      0x00,
    ]);
  }

  private toHost(handle: number, channel: number, pdu: Uint8Array): void {
    const whole = [...le16(pdu.length), ...le16(channel), ...pdu];
    for (let from = 0; from < whole.length; from += aclLength) {
      const part = whole.slice(from, from + aclLength);
      const flags = from === 0 ? 0b10 : 0b01;
      this.options.emitData(
        Uint8Array.from([acl, ...le16(handle | (flags << 12)), ...le16(part.length), ...part]),
      );
    }
  }

  private freeHandle(): number {
    do this.nextHandle = this.nextHandle >= lastHandle ? firstHandle : this.nextHandle + 1;
    while (this.connections.has(this.nextHandle));
    return this.nextHandle;
  }
}
