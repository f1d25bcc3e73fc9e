// Characteristics of the Bluetooth SIG that hold plain numbers: Environmental Sensing, Battery, Tx Power. Little-endian.
// GATT Specification Supplement, https://www.bluetooth.com/specifications/gss/
// A field that holds "value is not known" is an absent reading.
import { type QuantityId, quantities } from "#contract/quantities.ts";
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { roundDecimals } from "../bytes.ts";
import { type CharacteristicDecoder, refuse } from "./gatt-value.ts";

const reference = "https://www.bluetooth.com/specifications/gss/";

interface NumberField {
  readonly quantity: QuantityId;
  readonly bytes: 1 | 2 | 3 | 4;
  readonly isSigned?: boolean;
  /** The quantity's unit per step, and the decimals of a step. */
  readonly step: number;
  readonly decimals: number;
  /** The raw number that says "value is not known". */
  readonly unknown?: number;
  /** Bounds of the specification, in the quantity's unit: beyond them the frame is wrong. */
  readonly min?: number;
  readonly max?: number;
  /** Above this the number is possible for the format and not in nature. */
  readonly believable?: number;
  readonly note: Words;
}

function readNumber(bytes: Uint8Array, at: number, { bytes: length, isSigned = false }: NumberField): number {
  let raw = 0;
  for (let i = length - 1; i >= 0; i -= 1) raw = raw * 256 + (bytes[at + i] ?? 0);
  const span = 256 ** length;
  return isSigned && raw >= span / 2 ? raw - span : raw;
}

/** A value of one or several numbers, one after the other. */
function numbers(uuid: string, format: string, fields: readonly NumberField[]): CharacteristicDecoder {
  const total = fields.reduce((sum, field) => sum + field.bytes, 0);
  return {
    uuid,
    format,
    quantities: fields.map(({ quantity }) => quantity),
    reference,
    decode(bytes) {
      if (bytes.length !== total) return refuse(format, wrongLength(bytes.length, total));
      const readings: Partial<Record<QuantityId, number>> = {};
      let isSuspect = false;
      let at = 0;
      const spans = fields.map((field) => {
        const { quantity, step, decimals, unknown, note } = field;
        const raw = readNumber(bytes, at, field);
        const offset = at;
        at += field.bytes;
        const place = { offset, length: field.bytes, field: quantity, note };
        if (raw === unknown) return place;
        const value = roundDecimals(raw * step, decimals);
        readings[quantity] = value;
        if (value > (field.believable ?? Number.POSITIVE_INFINITY)) isSuspect = true;
        return { ...place, value: `${value} ${quantities[quantity].unit}`.trim() };
      });
      for (const [index, { quantity: field, min: least, max: most }] of fields.entries()) {
        const found = readings[field];
        if (found === undefined || (found >= (least ?? found) && found <= (most ?? found))) continue;
        const why = { code: "out-of-range", at: spans[index]?.offset, field, found, least, most } as const;
        return { ok: false, format, why, spans };
      }
      return { ok: true, format, readings, spans, ...(isSuspect ? { quality: "suspect" as const } : {}) };
    },
  };
}

const hundredths = { step: 0.01, decimals: 2 };
const flux = (quantity: QuantityId): NumberField => ({
  quantity,
  bytes: 2,
  isSigned: true,
  // A step is 0.1 µT, which is 0.001 gauss.
  step: 0.1,
  decimals: 1,
  note: { fr: "par pas de 0,1 µT", en: "in steps of 0.1 µT" },
});
const celsius = (quantity: QuantityId): NumberField => ({
  quantity,
  bytes: 1,
  isSigned: true,
  step: 1,
  decimals: 0,
  note: { fr: "en degrés entiers, signé", en: "in whole degrees, signed" },
});

export const sigDecoders: readonly CharacteristicDecoder[] = [
  numbers("2a6e", "gatt-temperature", [
    {
      quantity: "temperature",
      bytes: 2,
      isSigned: true,
      ...hundredths,
      unknown: -0x8000,
      min: -273.15,
      note: { fr: "par pas de 0,01 °C, signé", en: "in steps of 0.01 °C, signed" },
    },
  ]),
  numbers("2a6f", "gatt-humidity", [
    {
      quantity: "relativeHumidity",
      bytes: 2,
      ...hundredths,
      unknown: 0xffff,
      believable: 100,
      note: { fr: "par pas de 0,01 %", en: "in steps of 0.01%" },
    },
  ]),
  numbers("2a6d", "gatt-pressure", [
    {
      quantity: "pressure",
      bytes: 4,
      step: 0.1,
      decimals: 1,
      note: { fr: "par pas de 0,1 Pa", en: "in steps of 0.1 Pa" },
    },
  ]),
  numbers("2a6c", "gatt-elevation", [
    {
      quantity: "altitude",
      bytes: 3,
      isSigned: true,
      ...hundredths,
      note: { fr: "au-dessus du niveau de la mer, par pas de 1 cm", en: "above sea level, in steps of 1 cm" },
    },
  ]),
  numbers("2a7b", "gatt-dew-point", [celsius("dewPoint")]),
  numbers("2a76", "gatt-uv-index", [
    {
      quantity: "uvIndex",
      bytes: 1,
      step: 1,
      decimals: 0,
      note: { fr: "sans unité", en: "no unit" },
    },
  ]),
  numbers("2a70", "gatt-wind-speed", [
    {
      quantity: "speed",
      bytes: 2,
      ...hundredths,
      note: { fr: "par pas de 0,01 m/s", en: "in steps of 0.01 m/s" },
    },
  ]),
  numbers("2a71", "gatt-wind-direction", [
    {
      quantity: "direction",
      bytes: 2,
      ...hundredths,
      max: 360,
      note: {
        fr: "d’où vient le vent, par pas de 0,01°",
        en: "where the wind comes from, in steps of 0.01°",
      },
    },
  ]),
  numbers("2a78", "gatt-rainfall", [
    {
      quantity: "precipitation",
      bytes: 2,
      step: 1,
      decimals: 0,
      note: { fr: "en millimètres", en: "in millimetres" },
    },
  ]),
  numbers("2afb", "gatt-illuminance", [
    {
      quantity: "illuminance",
      bytes: 3,
      ...hundredths,
      unknown: 0xffffff,
      note: { fr: "par pas de 0,01 lx", en: "in steps of 0.01 lx" },
    },
  ]),
  numbers("2b8c", "gatt-co2", [
    {
      quantity: "co2",
      bytes: 2,
      step: 1,
      decimals: 0,
      unknown: 0xffff,
      note: { fr: "en parties par million", en: "in parts per million" },
    },
  ]),
  numbers("2aa1", "gatt-magnetic-flux", [
    flux("magneticFieldX"),
    flux("magneticFieldY"),
    flux("magneticFieldZ"),
  ]),
  numbers("2a19", "gatt-battery", [
    {
      quantity: "batteryLevel",
      bytes: 1,
      step: 1,
      decimals: 0,
      max: 100,
      note: { fr: "de 0 à 100 %", en: "from 0 to 100%" },
    },
  ]),
  numbers("2a07", "gatt-tx-power", [
    {
      quantity: "txPower",
      bytes: 1,
      isSigned: true,
      step: 1,
      decimals: 0,
      min: -100,
      max: 20,
      note: { fr: "en dBm, signé", en: "in dBm, signed" },
    },
  ]),
];
