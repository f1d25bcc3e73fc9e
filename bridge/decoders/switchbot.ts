// SwitchBot Meter, Meter Plus and Contact Sensor: data of service 0xFD3D, a device type in the first byte.
// https://github.com/OpenWonderLabs/SwitchBotAPI-BLE
// Identity: none in this frame, the address it is heard from. Other SwitchBot devices are left alone.
import type { Span } from "#contract/frames.ts";
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { roundDecimals, u8, u16be } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { byteSpan, type Field, fieldSpans, percentRefusal, readFields, serviceSpan } from "./layout.ts";

const name = "switchbot";
const service = 0xfd3d;
const typeBits = 0x7f;
const aboveZero = 0x80;

const notes = {
  service: { fr: "le service de SwitchBot", en: "SwitchBot’s service" },
  type: { fr: "le modèle, en une lettre", en: "the model, in one letter" },
  status: { fr: "bit 6 : quelqu’un bouge", en: "bit 6: somebody moves" },
  battery: { fr: "par pas de 1 %", en: "in steps of 1%" },
  temperature: {
    fr: "les dixièmes, puis un bit de signe (1 : au-dessus de zéro) et les degrés",
    en: "the tenths, then a sign bit (1: above zero) and the degrees",
  },
  humidity: { fr: "les 7 derniers bits, par pas de 1 %", en: "the last 7 bits, in steps of 1%" },
  data: {
    fr: "bits 1 et 2 : la porte; bit 0 : la lumière",
    en: "bits 1 and 2: the door; bit 0: the light",
  },
  since: { fr: "secondes depuis", en: "seconds since" },
  counters: {
    fr: "les entrées, les sorties, et les appuis sur le bouton",
    en: "times in, times out, and presses of the button",
  },
  groups: { fr: "les groupes dont il fait partie", en: "the groups it belongs to" },
} as const satisfies Record<string, Words>;

const battery: Field = {
  quantity: "batteryLevel",
  at: 2,
  length: 1,
  read: (data) => u8(data, 2) & 0x7f,
  note: notes.battery,
};

const tenthsOf = (data: Uint8Array): number => u8(data, 3) & 0x0f;

const meterFields: readonly Field[] = [
  battery,
  {
    quantity: "temperature",
    at: 3,
    length: 2,
    read(data) {
      const tenths = (u8(data, 4) & 0x7f) * 10 + tenthsOf(data);
      return (u8(data, 4) & aboveZero) === 0 ? -tenths : tenths;
    },
    scale: (tenths) => roundDecimals(tenths / 10, 1),
    note: notes.temperature,
  },
  {
    quantity: "relativeHumidity",
    label: "humidity",
    at: 5,
    length: 1,
    read: (data) => u8(data, 5) & 0x7f,
    note: notes.humidity,
  },
];

const contactFields: readonly Field[] = [
  { quantity: "motion", at: 1, length: 1, read: (data) => (u8(data, 1) >> 6) & 1, note: notes.status },
  battery,
  {
    quantity: "opening",
    at: 3,
    length: 1,
    // 1: open. 2: open for too long.
    read: (data) => (((u8(data, 3) >> 1) & 0b11) === 0 ? 0 : 1),
    note: notes.data,
  },
  { quantity: "light", at: 3, length: 1, read: (data) => u8(data, 3) & 1, note: notes.data },
  {
    quantity: "count",
    at: 8,
    length: 1,
    read: (data) => u8(data, 8) & 0x0f,
    note: notes.counters,
  },
];

/** Seconds since somebody passed and since the door moved: their 17th bits are in byte 3. */
const sinceSpans = (data: Uint8Array, offset: number): Span[] =>
  [
    { at: 4, field: "since motion", bit: 7 },
    { at: 6, field: "since opening", bit: 6 },
  ].map(({ at, field, bit }) => ({
    offset: offset + at,
    length: 2,
    field,
    value: `${((u8(data, 3) >> bit) & 1) * 0x1_0000 + u16be(data, at)} s`,
    note: notes.since,
  }));

interface Kind {
  readonly bytes: number;
  readonly fields: readonly Field[];
  /** What is no measurement. */
  more(data: Uint8Array, offset: number): Span[];
}
const meter: Kind = {
  bytes: 6,
  fields: meterFields,
  more: (data, offset) => [byteSpan(offset + 1, "status", u8(data, 1), notes.groups)],
};
const contact: Kind = { bytes: 9, fields: contactFields, more: sinceSpans };

/** Letters: T and t, d and D, and i, one for a device at rest and one while it is being paired. */
const kinds: Readonly<Record<number, Kind>> = {
  84: meter,
  116: meter,
  105: meter,
  100: contact,
  68: contact,
};

export const switchbot: AdvertisementDecoder = {
  name,
  model: "switchbot",
  reference: "https://github.com/OpenWonderLabs/SwitchBotAPI-BLE",
  listens: { service },
  decode({ data, offset }) {
    const type = u8(data, 0) & typeBits;
    const kind = kinds[type];
    if (kind === undefined) return undefined;
    const header = (): Span[] => [
      serviceSpan(offset, service, notes.service),
      { offset, length: 1, field: "device", value: String.fromCharCode(type), note: notes.type },
    ];
    const { bytes, fields, more } = kind;
    if (data.length !== bytes) return refusal(name, wrongLength(data.length, bytes), header);
    const readings = readFields(fields, data);
    if (kind === meter && tenthsOf(data) > 9)
      return refusal(name, { code: "form", at: offset + 3, field: "temperature" }, header);
    const beyond = kind === meter ? percentRefusal(fields, readings, offset) : undefined;
    if (beyond !== undefined) return refusal(name, beyond, header);
    return {
      ok: true,
      format: name,
      readings,
      facts: {},
      spans: () => [...header(), ...more(data, offset), ...fieldSpans(fields, data, offset)],
    };
  },
};
