// Eddystone-TLM, plain: frame 0x20, version 0: battery, temperature, frames sent, time since power-up. 14 bytes, big-endian.
// https://github.com/google/eddystone/blob/master/eddystone-tlm/tlm-plain.md
// Identity: none in the frame.
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { i16be, u8, u16be, u32be } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { eddystoneService, headerSpans } from "./eddystone.ts";
import { byteSpan, type Field, fieldSpans, readFields, times } from "./layout.ts";

const name = "eddystone-tlm";
const frameType = 0x20;
const plainVersion = 0x00;
const frameBytes = 14;

const notes = {
  frame: { fr: "20 : la balise parle d’elle-même", en: "20: the beacon speaks of itself" },
  version: { fr: "00 : en clair", en: "00: in the clear" },
  battery: { fr: "tension de la pile; 0 veut dire sans pile", en: "battery voltage; 0 means no battery" },
  temperature: {
    fr: "température de la puce; 8000 veut dire sans capteur",
    en: "temperature of the chip; 8000 means no sensor",
  },
  count: { fr: "annonces émises depuis la mise en marche", en: "advertisements sent since power-up" },
  uptime: { fr: "en dixièmes de seconde", en: "in tenths of a second" },
} as const satisfies Record<string, Words>;

const fields: readonly Field[] = [
  {
    quantity: "batteryVoltage",
    label: "battery voltage",
    at: 2,
    length: 2,
    read: (data) => u16be(data, 2),
    none: 0,
    scale: times(0.001, 3),
    note: notes.battery,
  },
  {
    quantity: "temperature",
    at: 4,
    length: 2,
    read: (data) => i16be(data, 4),
    none: -0x8000,
    // The format's step is 1/256 °C: three decimals hold it.
    scale: times(1 / 256, 3),
    note: notes.temperature,
  },
  {
    quantity: "advertisementCount",
    label: "advertisement count",
    at: 6,
    length: 4,
    read: (data) => u32be(data, 6),
    note: notes.count,
  },
  {
    quantity: "uptime",
    label: "time since power-up",
    at: 10,
    length: 4,
    read: (data) => u32be(data, 10),
    scale: times(0.1, 1),
    note: notes.uptime,
  },
];

export const eddystoneTlm: AdvertisementDecoder = {
  name,
  model: "eddystone",
  reference: "https://github.com/google/eddystone/blob/master/eddystone-tlm/tlm-plain.md",
  listens: { service: eddystoneService },
  decode({ data, offset }) {
    if (data.length === 0 || u8(data, 0) !== frameType) return undefined;
    // Version 1 is encrypted: another format.
    if (data.length > 1 && u8(data, 1) === 0x01) return undefined;
    const header = () => headerSpans(offset, frameType, notes.frame);
    if (data.length !== frameBytes) return refusal(name, wrongLength(data.length, frameBytes), header);
    const version = u8(data, 1);
    if (version !== plainVersion) {
      return refusal(
        name,
        { code: "unknown-value", at: offset + 1, field: "version", found: version },
        header,
      );
    }
    return {
      ok: true,
      format: name,
      readings: readFields(fields, data),
      facts: {},
      spans: () => [
        ...header(),
        byteSpan(offset + 1, "version", plainVersion, notes.version),
        ...fieldSpans(fields, data, offset),
      ],
    };
  },
};
