// Frame or advertisement → readings, with the bytes each value came from. Decoders are pure and never throw: the same
// bytes and the same keys give the same outcome. What needs a memory (repeats, replays) is told as `freshness`, and
// judged by whoever listens (`freshness.ts`).

import type { Press } from "#contract/events.ts";
import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";
import type { Refusal } from "#contract/refusals.ts";

/** A quantity, or one of several of a kind: `temperature`, or `temperature_1` and `temperature_2`. */
export type ReadingId = QuantityId | `${QuantityId}_${number}`;

/** Values by reading, in their quantities' units; "not available" is an absent key. */
export type DecodedReadings = Readonly<Partial<Record<ReadingId, number>>>;

/** What a hand did, told once and never kept as a value. Several buttons are `button_1`, `button_2`… */
export type Action =
  | { readonly channel: string; readonly press: Press }
  /** Steps a dial turned, positive to the right. */
  | { readonly channel: string; readonly steps: number };

/** How one frame of a sender follows another. */
export interface Freshness {
  /** Comes round at 256: the same again is the same frame heard twice. */
  readonly packetId?: number;
  /** Of an encryption that held: never goes back, or somebody replays old frames. */
  readonly counter?: number;
  /** The bytes themselves, of a frame with actions and no number. */
  readonly content?: string;
}

interface Seen {
  /** Decoder name, equal to its file name. */
  readonly format: string;
  /** Offsets in the advertising payload; computed when asked for, while the payload's bytes are still the same. */
  spans(): Span[];
}

export type AcceptedAdvertisement = Seen & {
  readonly ok: true;
  /** What identifies the sender for ever, or `undefined` if this frame does not say (Eddystone URL, TLM). */
  readonly identity?: string | undefined;
  readonly readings: DecodedReadings;
  readonly facts: Readonly<Record<string, string>>;
  /** dBm at 1 m, when the frame declares it and it can be believed. */
  readonly measuredPower?: number | undefined;
  /** A value is in the frame's range but not in nature's (humidity above 100 %): shown, not trusted. */
  readonly quality?: "suspect" | undefined;
  readonly actions?: readonly Action[] | undefined;
  readonly freshness?: Freshness | undefined;
  /**
   * Encrypted: `closed` when nobody gave its key, and nothing was read but the envelope; `opened` with its key;
   * `owners` when no key given here could open it.
   */
  readonly seal?: "closed" | "opened" | "owners" | undefined;
};

export type RefusedAdvertisement = Seen & {
  readonly ok: false;
  readonly why: Refusal;
  /** Encrypted, and the key that was given does not open it. */
  readonly isWrongKey?: boolean | undefined;
};

export type AdvertisementOutcome = AcceptedAdvertisement | RefusedAdvertisement;

/** One AD structure of an advertising payload, with where its data starts in the payload. */
export interface AdStructure {
  readonly type: number;
  readonly data: Uint8Array;
  readonly offset: number;
}

/** The data of a maker or of a service, less its two-byte number. */
export interface AdFrame {
  readonly number: number;
  readonly data: Uint8Array;
  /** Where `data` starts in the payload; the number is in the two bytes before. */
  readonly offset: number;
}

/** Whose data a decoder wants: one company's, any company's, or a 16-bit service's. */
export type Listens = { readonly company: number | "any" } | { readonly service: number };

/** What a decoder may know besides the bytes. */
export interface DecodingContext {
  /** Where it was heard from, twelve lower-case hexadecimal digits; absent where the system hides it. */
  readonly address?: string | undefined;
  /** The 16-byte key somebody gave for the device of this address (twelve lower-case hexadecimal digits). */
  keyFor(address: string): Uint8Array | undefined;
}

export const noKeys: DecodingContext = { keyFor: () => undefined };

export interface AdvertisementDecoder {
  readonly name: string;
  /** Model of the devices that send it: several formats may be one device's, and sheets name models. */
  readonly model: string;
  /** Specification or datasheet. */
  readonly reference: string;
  readonly listens: Listens;
  /** `undefined`: not this format at all. */
  decode(frame: AdFrame, context: DecodingContext): AdvertisementOutcome | undefined;
}

/** The outcome of a frame that is of this format and cannot be right. */
export function refusal(format: string, why: Refusal, spans: () => Span[]): RefusedAdvertisement {
  return { ok: false, format, why, spans };
}

/** The outcome of a frame that the key of its device does not open: another key, or somebody else's frame. */
export function wrongKey(format: string, spans: () => Span[]): RefusedAdvertisement {
  return { ...refusal(format, { code: "wrong-key" }, spans), isWrongKey: true };
}

/** Readings in the order of the frame; several of one quantity are numbered from 1. */
export function numbered(values: readonly (readonly [QuantityId, number])[]): DecodedReadings {
  const readings: Partial<Record<ReadingId, number>> = {};
  for (const [quantity, value] of values) readings[quantity] = value;
  // Several of one kind are rare: only then are they counted.
  return Object.keys(readings).length === values.length ? readings : numberedApart(values);
}

function numberedApart(values: readonly (readonly [QuantityId, number])[]): DecodedReadings {
  const readings: Partial<Record<ReadingId, number>> = {};
  const total = countOf(values.map(([quantity]) => quantity));
  const met = new Map<string, number>();
  for (const [quantity, value] of values) {
    const index = (met.get(quantity) ?? 0) + 1;
    met.set(quantity, index);
    const id: ReadingId = (total.get(quantity) ?? 0) > 1 ? `${quantity}_${index}` : quantity;
    readings[id] = value;
  }
  return readings;
}

/** How many times each name comes. */
export function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
