// RuuviTag RAWv1 (data format 3), of older tags: manufacturer data of Ruuvi (0x0499), 14 bytes after the company id.
// https://github.com/ruuvi/ruuvi-sensor-protocols/blob/master/dataformat_03.md
// Identity: none in the frame. The format has no sentinel. Temperature is a sign and a size, not a complement: between
// -1 and 0 only the sign bit tells.
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { u8, u16be } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { type Field, fieldSpans, humidityQuality, readFields, times } from "./layout.ts";
import { accelerationFields, headerSpans, pressureField, ruuvi } from "./ruuvi.ts";

const name = "ruuvi-rawv1";
const dataFormat = 3;
const frameBytes = 14;
const signBit = 0x80;
const hundredths = 100;

/** Hundredths of a degree, with their sign. */
function hundredthsOfDegree(data: Uint8Array): number {
  const first = u8(data, 2);
  const size = (first & ~signBit) * hundredths + u8(data, 3);
  return (first & signBit) === 0 ? size : -size;
}

/** What later formats say with a sentinel is here a number like another. */
const alwaysThere = ({ none: _none, ...field }: Field): Field => field;

const fields: readonly Field[] = [
  {
    quantity: "relativeHumidity",
    label: "humidity",
    at: 1,
    length: 1,
    read: (data) => u8(data, 1),
    scale: times(0.5, 1),
    note: { fr: "par pas de 0,5 %", en: "in steps of 0.5 %" },
  },
  {
    quantity: "temperature",
    at: 2,
    length: 2,
    read: hundredthsOfDegree,
    scale: times(0.01, 2),
    note: {
      fr: "un bit de signe, les degrés, puis les centièmes",
      en: "a sign bit, the degrees, then the hundredths",
    },
  },
  ...[pressureField(4), ...accelerationFields(6)].map(alwaysThere),
  {
    quantity: "batteryVoltage",
    label: "battery voltage",
    at: 12,
    length: 2,
    read: (data) => u16be(data, 12),
    scale: times(0.001, 3),
    note: { fr: "en millivolts", en: "in millivolts" },
  },
];

const formatNote: Words = { fr: "03 : le format RAWv1", en: "03: the RAWv1 format" };

export const ruuviRawv1: AdvertisementDecoder = {
  name,
  model: "ruuvitag",
  reference: "https://github.com/ruuvi/ruuvi-sensor-protocols/blob/master/dataformat_03.md",
  listens: { company: ruuvi },
  decode({ data, offset }) {
    if (u8(data, 0) !== dataFormat) return undefined;
    const header = () => headerSpans(offset, dataFormat, formatNote);
    if (data.length !== frameBytes) {
      return refusal(name, wrongLength(data.length, frameBytes), header);
    }
    if (u8(data, 3) >= hundredths) {
      return refusal(name, { code: "form", at: offset + 3, field: "temperature" }, header);
    }
    const readings = readFields(fields, data);
    return {
      ok: true,
      format: name,
      readings,
      facts: {},
      quality: humidityQuality(readings),
      spans: () => [...header(), ...fieldSpans(fields, data, offset)],
    };
  },
};
