// What the Ruuvi formats have in common: the company, the format byte, and fields of the same bytes and steps.
// https://docs.ruuvi.com/communication/bluetooth-advertisements
import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { hex, hexNumber, i16be, roundDecimals, u16be } from "./bytes.ts";
import { companySpan, type Field, times } from "./layout.ts";

export const ruuvi = 0x0499;
/** m/s² in one thousandth of standard gravity. */
const metresPerSecondSquaredPerMg = 0.00980665;
const noMac = "ffffffffffff";

const notes = {
  company: { fr: "Ruuvi, le fabricant", en: "Ruuvi, the maker" },
  temperature: { fr: "par pas de 0,005 °C", en: "in steps of 0.005 °C" },
  humidity: { fr: "par pas de 0,0025 %", en: "in steps of 0.0025 %" },
  pressure: { fr: "ajoute 50 000 Pa au nombre lu", en: "add 50,000 Pa to the number read" },
  mac: { fr: "l’adresse de la balise, répétée ici", en: "the beacon’s address, repeated here" },
  particles: { fr: "par pas de 0,1 µg/m³", en: "in steps of 0.1 µg/m³" },
} as const satisfies Record<string, Words>;

/** Spans of the company and of the format byte, of a frame whose data is at `offset`. */
export function headerSpans(offset: number, format: number, note: Words): Span[] {
  return [
    companySpan(offset, ruuvi, notes.company),
    { offset, length: 1, field: "data format", value: hexNumber(format, 2), note },
  ];
}

export const pressureField = (at: number): Field => ({
  quantity: "pressure",
  at,
  length: 2,
  read: (data) => u16be(data, at),
  none: 0xffff,
  scale: (raw) => raw + 50_000,
  note: notes.pressure,
});

/** Temperature, humidity and pressure, in bytes 1 to 6. */
export const climateFields: readonly Field[] = [
  {
    quantity: "temperature",
    at: 1,
    length: 2,
    read: (data) => i16be(data, 1),
    none: -0x8000,
    scale: times(0.005, 3),
    note: notes.temperature,
  },
  {
    quantity: "relativeHumidity",
    label: "humidity",
    at: 3,
    length: 2,
    read: (data) => u16be(data, 3),
    none: 0xffff,
    scale: times(0.0025, 4),
    note: notes.humidity,
  },
  pressureField(5),
];

const acceleration = (quantity: QuantityId, axis: string, at: number): Field => ({
  quantity,
  label: `acceleration ${axis}`,
  at,
  length: 2,
  read: (data) => i16be(data, at),
  none: -0x8000,
  scale: (raw) => roundDecimals(raw * metresPerSecondSquaredPerMg, 3),
  note: {
    fr: `axe ${axis}, en millièmes de g; au repos, la Terre donne 1 g en tout`,
    en: `${axis} axis, in thousandths of g; at rest, the Earth gives 1 g in all`,
  },
});

/** Three axes, two bytes each. */
export const accelerationFields = (at: number): readonly Field[] => [
  acceleration("accelerationX", "X", at),
  acceleration("accelerationY", "Y", at + 2),
  acceleration("accelerationZ", "Z", at + 4),
];

export const particlesField = (quantity: QuantityId, at: number): Field => ({
  quantity,
  at,
  length: 2,
  read: (data) => u16be(data, at),
  none: 0xffff,
  scale: times(0.1, 1),
  note: notes.particles,
});

/** The six bytes of the address: what it says, `undefined` when it says nothing. */
export function macAt(data: Uint8Array, at: number): string | undefined {
  const mac = hex(data, at, at + 6);
  return mac === noMac ? undefined : mac;
}

/** Span of the six bytes of the address, at `offset` in the payload. */
export function macSpan(offset: number, mac: string | undefined): Span {
  const span = { offset, length: 6, field: "mac", note: notes.mac };
  return mac === undefined ? span : { ...span, value: mac };
}
