// The seam between a serial session (link, health, retries) and what speaks over it: a reader or a board.
import type { Capability, Channel, DeviceState, Profile } from "#contract/devices.ts";
import type { EventBody } from "#contract/events.ts";
import type { Span } from "#contract/frames.ts";
import type { Why } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import type { Clock } from "../clock.ts";
import type { ErrorCode, LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Chunk } from "../transports/transport.ts";
import type { Instant } from "./event-factory.ts";

export interface ProtocolDescription {
  readonly model: string;
  readonly profile: Profile;
  readonly name: Words;
  readonly channels: readonly Channel[];
  readonly capabilities: readonly Capability[];
  readonly facts: Readonly<Record<string, string>>;
}

/** What a session offers to its protocol. */
export interface SessionHost {
  readonly clock: Clock;
  readonly logger: Logger;
  emit(at: Instant, body: EventBody): void;
  state(at: Instant, state: Omit<DeviceState, "time">): void;
  /** The description changed. */
  describe(): void;
  /** All is well. */
  well(): void;
  /** It works, but something is wrong. */
  unwell(code: ErrorCode, more?: Words): void;
  /** The line is no good any more: close it, say why, try again. */
  fail(error: LaboError): void;
  /** @throws LaboError when the bytes could not go out. */
  write(bytes: Uint8Array): Promise<void>;
  /** How a person set this device; remembered for its port. */
  readonly settings: {
    get(name: string): number | string | undefined;
    set(name: string, value: number | string): void;
  };
  /** Bytes that were thrown away: counted and shown. */
  discard(at: Instant, bytes: Uint8Array, why: Why): void;
  /** A frame for the packet inspector; free while nobody looks. */
  frame(
    at: Instant,
    direction: "in" | "out",
    bytes: Uint8Array,
    look: () => { format: string; spans: readonly Span[]; discarded?: Why },
  ): void;
}

/** The same of a serial line. */
export interface SerialHost extends SessionHost {
  /** Bytes that nobody understands, for the packet inspector. */
  unknown(chunk: Chunk): void;
}

export const protocolKinds = [
  "labo-rfid",
  "firmata",
  "em4100",
  "pn532",
  "nexmosphere",
  "gps",
  "value-lines",
  /** Nobody knows what it says: a person chose to see its bytes. */
  "bytes",
] as const;
export type ProtocolKind = (typeof protocolKinds)[number];

/** One kind of device behind a serial line. It outlives its links: what it knows survives a replug. */
export interface DeviceProtocol {
  readonly kind: ProtocolKind;
  description(): ProtocolDescription;
  linkUp(at: Instant): void;
  onChunk(chunk: Chunk): void;
  linkDown(at: Instant): void;
  /** Why it does not take a command that other readers or boards do; `undefined` when there is nothing more to say. */
  whyNot?(command: string): ErrorCode | undefined;
  /** @param args checked against the capabilities already. @throws LaboError. */
  execute(command: string, args: Readonly<Record<string, number | string>>): Promise<void>;
  stop(): Promise<void>;
}
