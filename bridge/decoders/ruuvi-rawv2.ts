// RuuviTag RAWv2 (data format 5): manufacturer data of Ruuvi (0x0499), 24 bytes after the company id, big-endian.
// https://docs.ruuvi.com/communication/bluetooth-advertisements/data-format-5-rawv2
// Identity: the MAC in the payload. A field that holds its sentinel is an absent reading.
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { u8, u16be } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { type Field, fieldSpans, humidityQuality, readFields } from "./layout.ts";
import { accelerationFields, climateFields, headerSpans, macAt, macSpan, ruuvi } from "./ruuvi.ts";

const name = "ruuvi-rawv2";
const dataFormat = 5;
const frameBytes = 24;
const macAtByte = 18;

const fields: readonly Field[] = [
  ...climateFields,
  ...accelerationFields(7),
  {
    quantity: "batteryVoltage",
    label: "battery voltage (11 bits)",
    at: 13,
    length: 2,
    read: (data) => u16be(data, 13) >> 5,
    none: 0x7ff,
    scale: (raw) => (raw + 1600) / 1000,
    note: { fr: "les 11 premiers bits, plus 1,6 V", en: "the first 11 bits, plus 1.6 V" },
  },
  {
    quantity: "txPower",
    label: "tx power (5 bits)",
    at: 14,
    length: 1,
    read: (data) => u8(data, 14) & 0x1f,
    none: 0x1f,
    scale: (raw) => raw * 2 - 40,
    note: { fr: "les 5 derniers bits, par pas de 2 dBm", en: "the last 5 bits, in steps of 2 dBm" },
  },
  {
    quantity: "movementCount",
    label: "movement counter",
    at: 15,
    length: 1,
    read: (data) => u8(data, 15),
    none: 0xff,
    note: { fr: "secousses comptées; revient à 0", en: "jolts counted; comes round to 0" },
  },
  {
    quantity: "measurementSequence",
    label: "measurement sequence",
    at: 16,
    length: 2,
    read: (data) => u16be(data, 16),
    none: 0xffff,
    note: { fr: "monte de 1 à chaque mesure", en: "goes up by 1 with each measurement" },
  },
];

const formatNote: Words = { fr: "05 : le format RAWv2", en: "05: the RAWv2 format" };

export const ruuviRawv2: AdvertisementDecoder = {
  name,
  model: "ruuvitag",
  reference: "https://docs.ruuvi.com/communication/bluetooth-advertisements/data-format-5-rawv2",
  listens: { company: ruuvi },
  decode({ data, offset }) {
    if (u8(data, 0) !== dataFormat) return undefined;
    const header = () => headerSpans(offset, dataFormat, formatNote);
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
      spans: () => [...header(), ...fieldSpans(fields, data, offset), macSpan(offset + macAtByte, mac)],
    };
  },
};
