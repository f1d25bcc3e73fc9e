// Ruuvi Air, data format 6: manufacturer data of Ruuvi (0x0499), 20 bytes after the company id, big-endian.
// https://docs.ruuvi.com/communication/bluetooth-advertisements/data-format-6
// Identity: none. Three bytes of the address are not enough to tell a device for ever; format E1 has all six.
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hex, roundDecimals, u8 } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { type Field, fieldSpans, humidityQuality, readFields } from "./layout.ts";
import { climateFields, headerSpans, particlesField, ruuvi } from "./ruuvi.ts";
import { co2Field, flagsField, indexFields } from "./ruuvi-air.ts";

const name = "ruuvi-df6";
const dataFormat = 6;
const frameBytes = 20;
/** Light is a logarithm: code 254 is 65,535 lx. */
const lightStep = Math.log(65_536) / 254;

const notes = {
  format: { fr: "06 : le format de la Ruuvi Air", en: "06: the format of the Ruuvi Air" },
  light: {
    fr: "sur une échelle logarithmique, comme l’œil",
    en: "on a logarithmic scale, as the eye sees",
  },
  reserved: { fr: "réservé, sans usage", en: "reserved, not used" },
  sequence: {
    fr: "monte de 1 à chaque mesure; revient à 0",
    en: "goes up by 1 with each measurement; comes round to 0",
  },
  mac: { fr: "la fin de l’adresse de la balise", en: "the end of the beacon’s address" },
} as const satisfies Record<string, Words>;

const fields: readonly Field[] = [
  ...climateFields,
  particlesField("pm25", 7),
  co2Field(9),
  ...indexFields(11, 16),
  {
    quantity: "illuminance",
    at: 13,
    length: 1,
    read: (data) => u8(data, 13),
    none: 0xff,
    scale: (code) => roundDecimals(Math.exp(code * lightStep) - 1, 2),
    note: notes.light,
  },
  {
    quantity: "measurementSequence",
    label: "measurement sequence",
    at: 15,
    length: 1,
    read: (data) => u8(data, 15),
    note: notes.sequence,
  },
  flagsField(16),
];

export const ruuviDf6: AdvertisementDecoder = {
  name,
  model: "ruuvi-air",
  reference: "https://docs.ruuvi.com/communication/bluetooth-advertisements/data-format-6",
  listens: { company: ruuvi },
  decode({ data, offset }) {
    if (u8(data, 0) !== dataFormat) return undefined;
    const header = () => headerSpans(offset, dataFormat, notes.format);
    if (data.length !== frameBytes) {
      return refusal(name, wrongLength(data.length, frameBytes), header);
    }
    const readings = readFields(fields, data);
    const macEnd = hex(data, 17, 20);
    return {
      ok: true,
      format: name,
      readings,
      facts: { macEnd },
      quality: humidityQuality(readings),
      spans: () => [
        ...header(),
        ...fieldSpans(fields, data, offset),
        { offset: offset + 14, length: 1, field: "reserved", note: notes.reserved },
        { offset: offset + 17, length: 3, field: "macEnd", value: macEnd, note: notes.mac },
      ],
    };
  },
};
