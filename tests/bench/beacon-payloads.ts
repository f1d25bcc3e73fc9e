// Advertising payloads of a crowd of beacons, each with an identity of its own.
import { ad, concat, eddystone, flags, maker } from "../bridge/decoders/payloads.ts";

export const beaconKinds = ["ibeacon", "eddystone-uid", "ruuvi-rawv2"] as const;
export type BeaconKind = (typeof beaconKinds)[number];

const hex = (value: number, bytes: number) => value.toString(16).padStart(bytes * 2, "0");

/** Six bytes, most significant first, of a random static address. */
export const addressOf = (index: number) => `c01122${hex(index, 3)}`;

/**
 * The payload that the `index`th beacon of the crowd puts on the air.
 * @param sequence counts its measurements; only a RuuviTag says it.
 */
export function advertisedPayload(kind: BeaconKind, index: number, sequence = 0): Uint8Array {
  switch (kind) {
    case "ibeacon":
      return concat(flags, maker(`4c000215${"5a".repeat(16)}${hex(index >> 8, 2)}${hex(index & 0xff, 2)}c5`));
    case "eddystone-uid":
      return concat(
        flags,
        ad(0x03, Uint8Array.of(0xaa, 0xfe)),
        eddystone(`00ee${"7b".repeat(10)}${hex(index, 6)}0000`),
      );
    case "ruuvi-rawv2":
      return concat(
        flags,
        maker(`99040512fc5394c37c0004fffc040cac3642${hex(sequence & 0xffff, 2)}${addressOf(index)}`),
      );
  }
}
