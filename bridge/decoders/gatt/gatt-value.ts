// The value of one GATT characteristic → readings with the bytes each came from. Pure, never throws.
import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";
import type { Refusal } from "#contract/refusals.ts";

/** What a hand does with a button, as the board tells it. */
export interface ButtonState {
  readonly channel: string;
  readonly state: "released" | "pressed" | "long";
}

export type GattOutcome =
  | {
      readonly ok: true;
      /** Name of the format, as the packet inspector shows it. */
      readonly format: string;
      /** In the quantities' units; "value is not known" is an absent key. */
      readonly readings: Readonly<Partial<Record<QuantityId, number>>>;
      readonly button?: ButtonState;
      /** In the format's range but not in nature's: shown, not trusted. */
      readonly quality?: "suspect";
      readonly spans: readonly Span[];
    }
  | { readonly ok: false; readonly format: string; readonly why: Refusal; readonly spans: readonly Span[] };

export interface CharacteristicDecoder {
  /** Lower-case hexadecimal: 4 digits of the Bluetooth SIG, or 32. */
  readonly uuid: string;
  readonly format: string;
  /** What it measures, so that channels are known before the first value. */
  readonly quantities: readonly QuantityId[];
  /** The channel of a button. */
  readonly button?: string;
  /** Specification or source of the layout. */
  readonly reference: string;
  decode(bytes: Uint8Array): GattOutcome;
}

export const refuse = (format: string, why: Refusal): GattOutcome => ({
  ok: false,
  format,
  why,
  spans: [],
});

const sigBase = /^0000([0-9a-f]{4})00001000800000805f9b34fb$/;

/** A UUID as noble writes it: lower case, no dashes, and 4 digits for those of the Bluetooth SIG. */
export function shortUuid(uuid: string): string {
  const digits = uuid.toLowerCase().replace(/[^0-9a-f]/g, "");
  const short = sigBase.exec(digits)?.[1] ?? digits;
  return short.length < 4 ? short.padStart(4, "0") : short;
}
