// Sensirion gadgets (SHT40, SCD4x and others): manufacturer data of Sensirion (0x06D5), samples as raw ticks, little-endian.
// https://github.com/Sensirion/arduino-ble-gadget
// Identity: the two bytes of device id in the payload. Sample types other than the two below are not described: refused.
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hex, hexNumber, roundDecimals, u8, u16le } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { byteSpan, companySpan, type Field, fieldSpans, humidityQuality, readFields } from "./layout.ts";

const name = "sensirion";
const sensirionCompany = 0x06d5;
const advertType = 0x00;
const ticks = 65_535;

const notes = {
  company: { fr: "Sensirion, le fabricant", en: "Sensirion, the maker" },
  advert: { fr: "00 : un échantillon de mesures", en: "00: a sample of measurements" },
  sample: {
    fr: "dit quelles mesures suivent, et leur échelle",
    en: "says which measurements follow, and their scale",
  },
  device: { fr: "le numéro de l’appareil", en: "the device’s number" },
  temperature: { fr: "de −45 à 130 °C en 65 535 pas", en: "from −45 to 130 °C in 65,535 steps" },
  wideHumidity: { fr: "de −6 à 119 % en 65 535 pas", en: "from −6 to 119% in 65,535 steps" },
  humidity: { fr: "de 0 à 100 % en 65 535 pas", en: "from 0 to 100% in 65,535 steps" },
  co2: { fr: "en parties par million", en: "in parts per million" },
} as const satisfies Record<string, Words>;

/** A step is 175/65535 °C, or 100/65535 %: three decimals hold it. */
const spread = (from: number, range: number) => (raw: number) =>
  roundDecimals(from + (range * raw) / ticks, 3);

const temperature: Field = {
  quantity: "temperature",
  at: 4,
  length: 2,
  read: (data) => u16le(data, 4),
  scale: spread(-45, 175),
  note: notes.temperature,
};
const humidity = (from: number, range: number, note: Words): Field => ({
  quantity: "relativeHumidity",
  label: "humidity",
  at: 6,
  length: 2,
  read: (data) => u16le(data, 6),
  scale: spread(from, range),
  note,
});
const co2: Field = { quantity: "co2", at: 8, length: 2, read: (data) => u16le(data, 8), note: notes.co2 };

/** Sample type → its fields and how many bytes the frame has with them. */
const samples: Readonly<Record<number, { readonly fields: readonly Field[]; readonly bytes: number }>> = {
  6: { fields: [temperature, humidity(-6, 125, notes.wideHumidity)], bytes: 8 },
  10: { fields: [temperature, humidity(0, 100, notes.humidity), co2], bytes: 10 },
};

export const sensirion: AdvertisementDecoder = {
  name,
  model: "sensirion",
  reference: "https://github.com/Sensirion/arduino-ble-gadget",
  listens: { company: sensirionCompany },
  decode({ data, offset }) {
    const type = u8(data, 1);
    const sample = samples[type];
    const header = () => [
      companySpan(offset, sensirionCompany, notes.company),
      ...(data.length < 2
        ? []
        : [
            byteSpan(offset, "advert type", u8(data, 0), notes.advert),
            byteSpan(offset + 1, "sample type", type, notes.sample),
          ]),
    ];
    if (data.length < 2) return refusal(name, { code: "length", found: data.length, least: 2 }, header);
    const unknown = (at: number, field: string) =>
      refusal(
        name,
        { code: "unknown-value", at: offset + at, field, found: hexNumber(u8(data, at), 2) },
        header,
      );
    if (u8(data, 0) !== advertType) return unknown(0, "advert type");
    if (sample === undefined) return unknown(1, "sample type");
    if (data.length !== sample.bytes) return refusal(name, wrongLength(data.length, sample.bytes), header);
    const readings = readFields(sample.fields, data);
    const deviceId = hex(data, 2, 4);
    return {
      ok: true,
      format: name,
      identity: `sensirion:${deviceId}`,
      readings,
      facts: { deviceId },
      quality: humidityQuality(readings),
      spans: () => [
        ...header(),
        { offset: offset + 2, length: 2, field: "deviceId", value: deviceId, note: notes.device },
        ...fieldSpans(sample.fields, data, offset),
      ],
    };
  },
};
