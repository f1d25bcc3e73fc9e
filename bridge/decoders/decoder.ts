// Frame or advertisement → readings, with the bytes each value came from. Decoders are pure and never throw.

import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";

/** Values by quantity; "not available" is an absent key. */
export type DecodedReadings = Partial<Record<QuantityId, number>>;

export type AdvertisementOutcome =
  | {
      readonly ok: true;
      /** Decoder name, equal to its file name. */
      readonly format: string;
      /** What identifies the sender for ever, or `undefined` if this frame does not say (Eddystone URL, TLM). */
      readonly identity?: string;
      readonly readings: DecodedReadings;
      readonly facts: Readonly<Record<string, string>>;
      /** Offsets in the advertising payload. */
      readonly spans: readonly Span[];
      /** dBm at 1 m, when the frame declares it and it can be believed. */
      readonly measuredPower?: number;
      /** A value is in the frame's range but not in nature's (humidity above 100 %): shown, not trusted. */
      readonly quality?: "suspect";
    }
  | { readonly ok: false; readonly format: string; readonly reason: string; readonly spans: readonly Span[] };

/** One AD structure of an advertising payload, with where its data starts in the payload. */
export interface AdStructure {
  readonly type: number;
  readonly data: Uint8Array;
  readonly offset: number;
}

export interface AdvertisementDecoder {
  readonly name: string;
  /** Model of the devices that send it: several formats may be one device's, and sheets name models. */
  readonly model: string;
  /** Specification or datasheet. */
  readonly reference: string;
  /** `undefined`: not this format at all. */
  decode(structures: readonly AdStructure[]): AdvertisementOutcome | undefined;
}
