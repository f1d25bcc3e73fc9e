// Ruuvi Air, data format E1, in extended advertising: manufacturer data of Ruuvi (0x0499), 40 bytes, big-endian.
// https://docs.ruuvi.com/communication/bluetooth-advertisements/data-format-e1
// Identity: the MAC in the payload. A field that holds its sentinel is an absent reading.
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { u8, u24be } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { type Field, fieldSpans, humidityQuality, readFields, times } from "./layout.ts";
import { climateFields, headerSpans, macAt, macSpan, particlesField, ruuvi } from "./ruuvi.ts";
import { co2Field, flagsField, indexFields } from "./ruuvi-air.ts";

const name = "ruuvi-e1";
const dataFormat = 0xe1;
const frameBytes = 40;
const macAtByte = 34;
const noNumber = 0xffffff;

const notes = {
  format: { fr: "e1 : le format long de la Ruuvi Air", en: "e1: the long format of the Ruuvi Air" },
  light: { fr: "par pas de 0,01 lx", en: "in steps of 0.01 lx" },
  sequence: { fr: "monte de 1 à chaque mesure", en: "goes up by 1 with each measurement" },
  reserved: { fr: "réservés, sans usage", en: "reserved, not used" },
} as const satisfies Record<string, Words>;

const fields: readonly Field[] = [
  ...climateFields,
  particlesField("pm1", 7),
  particlesField("pm25", 9),
  particlesField("pm4", 11),
  particlesField("pm10", 13),
  co2Field(15),
  ...indexFields(17, 28),
  {
    quantity: "illuminance",
    at: 19,
    length: 3,
    read: (data) => u24be(data, 19),
    none: noNumber,
    scale: times(0.01, 2),
    note: notes.light,
  },
  {
    quantity: "measurementSequence",
    label: "measurement sequence",
    at: 25,
    length: 3,
    read: (data) => u24be(data, 25),
    none: noNumber,
    note: notes.sequence,
  },
  flagsField(28),
];

export const ruuviE1: AdvertisementDecoder = {
  name,
  model: "ruuvi-air",
  reference: "https://docs.ruuvi.com/communication/bluetooth-advertisements/data-format-e1",
  listens: { company: ruuvi },
  decode({ data, offset }) {
    if (u8(data, 0) !== dataFormat) return undefined;
    const header = () => headerSpans(offset, dataFormat, notes.format);
    if (data.length !== frameBytes) {
      return refusal(name, wrongLength(data.length, frameBytes), header);
    }
    const readings = readFields(fields, data);
    const mac = macAt(data, macAtByte);
    return {
      ok: true,
      format: name,
      identity: mac === undefined ? undefined : `ruuvi:${mac}`,
      readings,
      facts: mac === undefined ? {} : { mac },
      quality: humidityQuality(readings),
      spans: () => [
        ...header(),
        ...fieldSpans(fields, data, offset),
        { offset: offset + 22, length: 3, field: "reserved", note: notes.reserved },
        { offset: offset + 29, length: 5, field: "reserved", note: notes.reserved },
        macSpan(offset + macAtByte, mac),
      ],
    };
  },
};
