// The parts of noble that are used here; some are in none of its published types.
import type { EventEmitter } from "node:events";
import type { NobleAdvertisement } from "./rebuild-payload.ts";

export type Table = Record<string, unknown>;

interface AclPacket {
  readonly handle: number;
  readonly packet: Buffer;
}

export interface Hci extends EventEmitter {
  _socket: unknown;
  /** As it was found when last looked at. */
  _isDevUp: boolean | null;
  _aclQueue: AclPacket[];
  readonly _aclConnections: ReadonlyMap<number, unknown>;
  onSocketData(data: Buffer): void;
  onSocketError(error: Error & { code?: string }): void;
  writeAclDataPkt(handle: number, channel: number, data: Buffer): Promise<void>;
  flushAcl(): Promise<void>;
  disconnect(handle: number): void;
}

export interface Bindings extends EventEmitter {
  readonly _hci?: Hci;
  readonly _gap?: { readonly _discoveries: Table };
  readonly _addresses?: Table;
  readonly _addresseTypes?: Table;
  readonly _connectable?: Table;
  readonly scannable?: Table;
  init(): void;
}

export interface NobleCharacteristic extends EventEmitter {
  readonly uuid: string;
  readonly properties: readonly string[];
  read(): void;
  write(data: Buffer, withoutResponse: boolean): void;
  subscribe(): void;
}

export interface NobleService extends EventEmitter {
  readonly uuid: string;
  discoverCharacteristics(uuids: readonly string[]): void;
}

/** In units of the specification: 1.25 ms for intervals, 10 ms for the time-out. */
export interface ConnectionParameters {
  readonly minInterval: number;
  readonly maxInterval: number;
  readonly latency: number;
  readonly timeout: number;
}

export interface Peripheral extends EventEmitter {
  readonly id: string;
  readonly address: string;
  readonly addressType: string;
  readonly rssi: number;
  readonly advertisement: NobleAdvertisement;
  readonly state: string;
  connect(parameters: ConnectionParameters): void;
  cancelConnect(): void;
  disconnect(): void;
  discoverServices(uuids: readonly string[]): void;
}

export interface Noble extends EventEmitter {
  initialized: boolean;
  readonly _peripherals: Readonly<Record<string, Peripheral | undefined>> & Table;
  readonly _services: Table;
  readonly _characteristics: Table;
  readonly _descriptors: Table;
  readonly _discoveredPeripheralUUids: Table;
  startScanning(services: readonly string[], allowDuplicates: boolean): void;
  stopScanning(): void;
}
