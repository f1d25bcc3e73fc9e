// RuuviTag RAWv2 (data format 5): manufacturer data of Ruuvi (0x0499), 24 bytes after the company id, big-endian.
// https://docs.ruuvi.com/communication/bluetooth-advertisements/data-format-5-rawv2
// Identity: the MAC in the payload. A field that holds its sentinel is an absent reading.
import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { manufacturerData } from "./ad-structures.ts";
import { hex, i16be, roundDecimals, u8, u16be } from "./bytes.ts";
import type { AdvertisementDecoder, DecodedReadings } from "./decoder.ts";

const name = "ruuvi-rawv2";
const ruuvi = 0x0499;
const dataFormat = 5;
const frameBytes = 24;
/** m/s² in one thousandth of standard gravity. */
const metresPerSecondSquaredPerMg = 0.00980665;
const noMac = "ffffffffffff";

interface Field {
  readonly quantity: QuantityId;
  readonly label: string;
  /** From the format byte, after the company id. */
  readonly at: number;
  readonly length: number;
  readonly read: (data: Uint8Array) => number;
  readonly sentinel: number;
  /** Raw number → value in the quantity's unit, at the format's own resolution. */
  readonly scale: (raw: number) => number;
  readonly unit: string;
  readonly note: Words;
}

const acceleration = (quantity: QuantityId, axis: string, at: number): Field => ({
  quantity,
  label: `acceleration ${axis}`,
  at,
  length: 2,
  read: (data) => i16be(data, at),
  sentinel: -0x8000,
  scale: (raw) => roundDecimals(raw * metresPerSecondSquaredPerMg, 3),
  unit: " m/s²",
  note: {
    fr: `axe ${axis}, en millièmes de g; au repos, la Terre donne 1 g en tout`,
    en: `${axis} axis, in thousandths of g; at rest, the Earth gives 1 g in all`,
  },
});

const fields: readonly Field[] = [
  {
    quantity: "temperature",
    label: "temperature",
    at: 1,
    length: 2,
    read: (data) => i16be(data, 1),
    sentinel: -0x8000,
    scale: (raw) => roundDecimals(raw * 0.005, 3),
    unit: " °C",
    note: { fr: "par pas de 0,005 °C", en: "in steps of 0.005 °C" },
  },
  {
    quantity: "relativeHumidity",
    label: "humidity",
    at: 3,
    length: 2,
    read: (data) => u16be(data, 3),
    sentinel: 0xffff,
    scale: (raw) => roundDecimals(raw * 0.0025, 4),
    unit: " %",
    note: { fr: "par pas de 0,0025 %", en: "in steps of 0.0025 %" },
  },
  {
    quantity: "pressure",
    label: "pressure",
    at: 5,
    length: 2,
    read: (data) => u16be(data, 5),
    sentinel: 0xffff,
    scale: (raw) => raw + 50_000,
    unit: " Pa",
    note: { fr: "ajoute 50 000 Pa au nombre lu", en: "add 50,000 Pa to the number read" },
  },
  acceleration("accelerationX", "X", 7),
  acceleration("accelerationY", "Y", 9),
  acceleration("accelerationZ", "Z", 11),
  {
    quantity: "batteryVoltage",
    label: "battery voltage (11 bits)",
    at: 13,
    length: 2,
    read: (data) => u16be(data, 13) >> 5,
    sentinel: 0x7ff,
    scale: (raw) => (raw + 1600) / 1000,
    unit: " V",
    note: { fr: "les 11 premiers bits, plus 1,6 V", en: "the first 11 bits, plus 1.6 V" },
  },
  {
    quantity: "txPower",
    label: "tx power (5 bits)",
    at: 14,
    length: 1,
    read: (data) => u8(data, 14) & 0x1f,
    sentinel: 0x1f,
    scale: (raw) => raw * 2 - 40,
    unit: " dBm",
    note: { fr: "les 5 derniers bits, par pas de 2 dBm", en: "the last 5 bits, in steps of 2 dBm" },
  },
  {
    quantity: "movementCount",
    label: "movement counter",
    at: 15,
    length: 1,
    read: (data) => u8(data, 15),
    sentinel: 0xff,
    scale: (raw) => raw,
    unit: "",
    note: { fr: "secousses comptées; revient à 0", en: "jolts counted; comes round to 0" },
  },
  {
    quantity: "measurementSequence",
    label: "measurement sequence",
    at: 16,
    length: 2,
    read: (data) => u16be(data, 16),
    sentinel: 0xffff,
    scale: (raw) => raw,
    unit: "",
    note: { fr: "monte de 1 à chaque mesure", en: "goes up by 1 with each measurement" },
  },
];

const notes = {
  company: { fr: "Ruuvi, le fabricant", en: "Ruuvi, the maker" },
  format: { fr: "5 : le format RAWv2", en: "5: the RAWv2 format" },
  mac: { fr: "l’adresse de la balise, répétée ici", en: "the beacon’s address, repeated here" },
} as const satisfies Record<string, Words>;

export const ruuviRawv2: AdvertisementDecoder = {
  name,
  model: "ruuvitag",
  reference: "https://docs.ruuvi.com/communication/bluetooth-advertisements/data-format-5-rawv2",
  decode(structures) {
    const frame = manufacturerData(structures, ruuvi).find(
      ({ data }) => data.length > 2 && u8(data, 2) === dataFormat,
    );
    if (frame === undefined) return undefined;
    const data = frame.data.subarray(2);
    const offset = frame.offset + 2;
    const header: Span[] = [
      { offset: frame.offset, length: 2, field: "company id", value: "0x0499", note: notes.company },
      { offset, length: 1, field: "data format", value: "5", note: notes.format },
    ];
    if (data.length !== frameBytes) {
      return {
        ok: false,
        format: name,
        reason: `a RAWv2 frame has ${frameBytes} bytes, this one ${data.length}`,
        spans: header,
      };
    }
    const readings: DecodedReadings = {};
    const spans = fields.map((field): Span => {
      const raw = field.read(data);
      const span = { offset: offset + field.at, length: field.length, field: field.label, note: field.note };
      if (raw === field.sentinel) return span;
      const value = field.scale(raw);
      readings[field.quantity] = value;
      return { ...span, value: `${value}${field.unit}` };
    });
    const mac = hex(data, 18, 24);
    const macKnown = mac !== noMac;
    return {
      ok: true,
      format: name,
      ...(macKnown ? { identity: `ruuvi:${mac}` } : {}),
      readings,
      facts: macKnown ? { mac } : {},
      spans: [
        ...header,
        ...spans,
        {
          offset: offset + 18,
          length: 6,
          field: "mac",
          note: notes.mac,
          ...(macKnown ? { value: mac } : {}),
        },
      ],
      ...((readings.relativeHumidity ?? 0) > 100 ? { quality: "suspect" } : {}),
    };
  },
};
