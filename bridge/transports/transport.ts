// The seam to hardware: bytes in and out with the time they came, nothing else.
import type { LaboError } from "../errors.ts";

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
  readonly source: "hardware" | "simulated";
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
  readonly source: "hardware" | "simulated";
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
