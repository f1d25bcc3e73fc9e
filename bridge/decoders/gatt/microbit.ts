// BBC micro:bit: the values of its services, and what its display takes. Little-endian.
// Layout: https://lancaster-university.github.io/microbit-docs/resources/bluetooth/bluetooth_profile.html (profile 1.12)
// Not settled by the profile, to be checked on a board: the value 2 of a button (a long press), and the unit of the
// magnetometer, which the runtime counts in nanoteslas.
import type { Span } from "#contract/frames.ts";
import { type QuantityId, quantities } from "#contract/quantities.ts";
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { i8, i16le, roundDecimals, u8, u16le } from "../bytes.ts";
import { type CharacteristicDecoder, refuse } from "./gatt-value.ts";

const reference =
  "https://lancaster-university.github.io/microbit-docs/resources/bluetooth/bluetooth_profile.html";

/** A UUID of the micro:bit, from the four digits that vary. */
export const microbitUuid = (digits: string): string => `e95d${digits}251d470aa062fa1922dfa9a8`;

export const microbit = {
  accelerometer: { service: microbitUuid("0753"), data: microbitUuid("ca4b"), period: microbitUuid("fb24") },
  magnetometer: {
    service: microbitUuid("f2d8"),
    data: microbitUuid("fb11"),
    bearing: microbitUuid("9715"),
  },
  buttons: { service: microbitUuid("9882"), a: microbitUuid("da90"), b: microbitUuid("da91") },
  led: {
    service: microbitUuid("d91d"),
    matrix: microbitUuid("7b77"),
    text: microbitUuid("93ee"),
    scrollDelay: microbitUuid("0d2d"),
  },
  temperature: { service: microbitUuid("6100"), data: microbitUuid("9250"), period: microbitUuid("1b25") },
} as const;

/** Standard gravity, m/s² per thousandth of g. */
const milliG = 0.00980665;

function axes(
  uuid: string,
  format: string,
  ids: readonly [QuantityId, QuantityId, QuantityId],
  scale: (raw: number) => number,
  note: Words,
): CharacteristicDecoder {
  return {
    uuid,
    format,
    quantities: ids,
    reference,
    decode(bytes) {
      if (bytes.length !== 6) return refuse(format, wrongLength(bytes.length, 6));
      const readings: Partial<Record<QuantityId, number>> = {};
      const spans = ids.map((quantity, index): Span => {
        const value = scale(i16le(bytes, index * 2));
        readings[quantity] = value;
        return {
          offset: index * 2,
          length: 2,
          field: quantity,
          value: `${value} ${quantities[quantity].unit}`,
          note,
        };
      });
      return { ok: true, format, readings, spans };
    },
  };
}

const buttonStates = ["released", "pressed", "long"] as const;

function button(uuid: string, channel: string): CharacteristicDecoder {
  const format = "microbit-button";
  return {
    uuid,
    format,
    quantities: [],
    button: channel,
    reference,
    decode(bytes) {
      const state = buttonStates[u8(bytes, 0)];
      if (bytes.length !== 1) return refuse(format, wrongLength(bytes.length, 1));
      if (state === undefined)
        return refuse(format, { code: "unknown-value", at: 0, field: "state", found: u8(bytes, 0) });
      const note = {
        fr: "0 : relâché; 1 : appuyé; 2 : appui long",
        en: "0: released; 1: pressed; 2: long press",
      };
      return {
        ok: true,
        format,
        readings: {},
        button: { channel, state },
        spans: [{ offset: 0, length: 1, field: "state", value: state, note }],
      };
    },
  };
}

const temperature: CharacteristicDecoder = {
  uuid: microbit.temperature.data,
  format: "microbit-temperature",
  quantities: ["temperature"],
  reference,
  decode(bytes) {
    if (bytes.length !== 1) return refuse("microbit-temperature", wrongLength(bytes.length, 1));
    const value = i8(bytes, 0);
    const note = {
      fr: "de la puce, en degrés entiers : un peu plus que la salle",
      en: "of the chip, in whole degrees: a little above the room",
    };
    return {
      ok: true,
      format: "microbit-temperature",
      readings: { temperature: value },
      spans: [{ offset: 0, length: 1, field: "temperature", value: `${value} °C`, note }],
    };
  },
};

const bearing: CharacteristicDecoder = {
  uuid: microbit.magnetometer.bearing,
  format: "microbit-bearing",
  quantities: ["direction"],
  reference,
  decode(bytes) {
    const value = u16le(bytes, 0);
    if (bytes.length !== 2) return refuse("microbit-bearing", wrongLength(bytes.length, 2));
    if (value > 360) {
      const why = {
        code: "out-of-range",
        at: 0,
        field: "direction",
        found: value,
        least: 0,
        most: 360,
      } as const;
      return refuse("microbit-bearing", why);
    }
    const note = { fr: "0 : le nord; 90 : l’est", en: "0: north; 90: east" };
    return {
      ok: true,
      format: "microbit-bearing",
      readings: { direction: value },
      spans: [{ offset: 0, length: 2, field: "direction", value: `${value}°`, note }],
    };
  },
};

export const microbitDecoders: readonly CharacteristicDecoder[] = [
  button(microbit.buttons.a, "a"),
  button(microbit.buttons.b, "b"),
  axes(
    microbit.accelerometer.data,
    "microbit-accelerometer",
    ["accelerationX", "accelerationY", "accelerationZ"],
    (raw) => roundDecimals(raw * milliG, 3),
    { fr: "en millièmes de g, signé", en: "in thousandths of g, signed" },
  ),
  axes(
    microbit.magnetometer.data,
    "microbit-magnetometer",
    ["magneticFieldX", "magneticFieldY", "magneticFieldZ"],
    (raw) => roundDecimals(raw / 1000, 3),
    { fr: "en nanoteslas, signé", en: "in nanoteslas, signed" },
  ),
  bearing,
  temperature,
];

/** Characters the display takes in one go. */
export const longestDisplayText = 20;

/** Text for the display: printable ASCII, 20 characters at most; the rest becomes "?", as the display shows it. */
export function encodeDisplayText(text: string): Uint8Array {
  const shown = [...text].slice(0, longestDisplayText);
  return Uint8Array.from(shown, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x20 && code < 0x7f ? code : 0x3f;
  });
}

/** @param rows five numbers from the top; in each, bit 4 is the left lamp and bit 0 the right one. Bounded to 0–31. */
export function encodeDisplayMatrix(rows: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 5 }, (_, row) => (rows[row] ?? 0) & 0x1f);
}
