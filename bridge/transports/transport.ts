// The seam to hardware: bytes in and out with the time they came, nothing else.
import type { LaboError } from "../errors.ts";

/** Where bytes come from; a replay's were hardware's or simulated once. */
export type Origin = "hardware" | "simulated" | "replay";

/** Bytes as read, stamped where they entered. */
export interface Chunk {
  readonly bytes: Uint8Array;
  /** Wall clock, milliseconds. */
  readonly now: number;
  /** Monotonic clock, milliseconds. */
  readonly mono: number;
}

export interface LinkHandlers {
  onChunk(chunk: Chunk): void;
  /** Once, when the link is gone for whatever reason but {@link ByteLink.close}. */
  onClose(reason: LaboError): void;
}

/** An open line. */
export interface ByteLink {
  write(bytes: Uint8Array): Promise<void>;
  /** Goes on at another speed without letting go of the line. */
  changeSpeed(baudRate: number): Promise<void>;
  close(): Promise<void>;
}

/** A serial port somebody could open. */
export interface PortInfo {
  /** Identity that survives replugging: USB serial number, else vendor, product and socket. */
  readonly key: string;
  /** Where it is now; changes when replugged. */
  readonly path: string;
  readonly source: Origin;
  /** Another one each time the cable is put in, where the system tells: a replug between two looks at the list shows. */
  readonly plugging?: string;
  readonly serialNumber?: string;
  readonly vendorId?: string;
  readonly productId?: string;
  readonly manufacturer?: string;
}

export interface SerialPorts {
  /** Ports present now. Rejects with a {@link LaboError} when the system refuses to tell. */
  list(): Promise<readonly PortInfo[]>;
  open(port: PortInfo, baudRate: number, handlers: LinkHandlers): Promise<ByteLink>;
}

/** Real and virtual serial ports together, and why real ones are missing when they are. */
export interface AllSerialPorts extends SerialPorts {
  readonly hasReal: boolean;
  readonly hasVirtual: boolean;
  /** Why the computer's own ports could not be listed the last time. */
  realFault(): LaboError | undefined;
}

/** One advertising report, from one receiver. */
export interface Advertisement {
  readonly receiver: string;
  readonly source: Origin;
  /** "aa:bb:cc:dd:ee:ff", or "" where the system hides it. */
  readonly address: string;
  readonly addressType: "public" | "random" | "unknown";
  /** dBm; absent when the adapter has none (127). */
  readonly rssi?: number;
  /** The advertising payload: AD structures as they were on the air. */
  readonly payload: Uint8Array;
  readonly now: number;
  readonly mono: number;
  /** Told by a gateway, which speaks in turns: silence shorter than this proves nothing. Absent: heard by this bridge. Milliseconds. */
  readonly patienceMs?: number;
}

/** A characteristic of a connected peripheral. UUIDs in lower case without dashes, 4 digits for those of the Bluetooth SIG. */
export interface GattCharacteristic {
  readonly service: string;
  readonly uuid: string;
  /** `read`, `write`, `writeWithoutResponse`, `notify`, `indicate`… */
  readonly properties: readonly string[];
}

/** Names a characteristic of a link. */
export type GattPlace = Pick<GattCharacteristic, "service" | "uuid">;

export interface GattLinkHandlers {
  /** Connected, and everything it offers is known. */
  onOpen(characteristics: readonly GattCharacteristic[]): void;
  /** A value the peripheral sent by itself. */
  onValue(place: GattPlace, chunk: Chunk): void;
  /** Once, when the link is gone or could not be made, for whatever reason but {@link GattLink.close}. */
  onClose(reason: LaboError): void;
}

/** A connection to a peripheral, or the wish for one: usable from `onOpen` on. */
export interface GattLink {
  /** Each rejects with a {@link LaboError}. */
  read(place: GattPlace): Promise<Uint8Array>;
  write(place: GattPlace, value: Uint8Array, withoutResponse: boolean): Promise<void>;
  subscribe(place: GattPlace): Promise<void>;
  close(): void;
}

/** What one receiver can connect to: what it has heard. One call at a time, a few links at once. */
export interface GattConnector {
  connect(address: string, handlers: GattLinkHandlers): GattLink;
}
