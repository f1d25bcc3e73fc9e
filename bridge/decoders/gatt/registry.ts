// Every characteristic that is understood. One line to add a file of them.
import { type CharacteristicDecoder, type GattOutcome, shortUuid } from "./gatt-value.ts";
import { heartRate } from "./heart-rate.ts";
import { microbitDecoders } from "./microbit.ts";
import { sigDecoders } from "./sig-values.ts";

export const characteristicDecoders: readonly CharacteristicDecoder[] = [
  ...sigDecoders,
  heartRate,
  ...microbitDecoders,
];

const byUuid = new Map(characteristicDecoders.map((decoder) => [decoder.uuid, decoder]));

/** @param uuid in any writing: with or without dashes, 4 or 32 digits. */
export function characteristicDecoder(uuid: string): CharacteristicDecoder | undefined {
  return byUuid.get(shortUuid(uuid));
}

/** What a value says, or `undefined` for a characteristic nobody here knows. */
export function decodeCharacteristic(uuid: string, bytes: Uint8Array): GattOutcome | undefined {
  return characteristicDecoder(uuid)?.decode(bytes);
}
