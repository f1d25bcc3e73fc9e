// Espruino boards (Puck.js, Pixl.js, Bangle.js): manufacturer data of Pur3 (0x0590), a JSON object in text.
// https://www.espruino.com/BLE+Advertising
// Identity: none in the frame, the address it is heard from. Whoever wrote the board's program chose the names: a number
// named exactly as a quantity of this kit ("temperature", "illuminance"…) is a reading in that quantity's unit, and
// everything else is text. Every string is hostile.
import type { Span } from "#contract/frames.ts";
import { type QuantityId, quantityOf } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { harmless, rawText } from "./bytes.ts";
import { type AdvertisementDecoder, type DecodedReadings, type ReadingId, refusal } from "./decoder.ts";
import { companySpan } from "./layout.ts";

const name = "espruino";
const pur3 = 0x0590;
const mostProperties = 16;
const longestText = 200;
/** What the bench works out for itself: no board may say it. */
const notForBoards: readonly QuantityId[] = [
  "rssi",
  "measuredPower",
  "distance",
  "distanceLow",
  "distanceHigh",
];

const notes = {
  company: { fr: "Pur3, qui fabrique les Espruino", en: "Pur3, who make the Espruino" },
  json: {
    fr: "un objet JSON, écrit par le programme de la carte",
    en: "a JSON object, written by the board’s program",
  },
} as const satisfies Record<string, Words>;

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function readingsOf(properties: readonly (readonly [string, unknown])[]): DecodedReadings {
  const readings: Partial<Record<ReadingId, number>> = {};
  for (const [key, value] of properties) {
    const found = quantityOf(key);
    if (found === undefined || found.index !== undefined || notForBoards.includes(found.quantity)) continue;
    if (typeof value === "boolean") readings[found.quantity] = value ? 1 : 0;
    else if (typeof value === "number" && Number.isFinite(value)) readings[found.quantity] = value;
  }
  return readings;
}

export const espruino: AdvertisementDecoder = {
  name,
  model: "espruino",
  reference: "https://www.espruino.com/BLE+Advertising",
  listens: { company: pur3 },
  decode({ data, offset }) {
    const text = rawText(data);
    const shown = harmless(text, longestText);
    const spans = (): Span[] => [
      companySpan(offset, pur3, notes.company),
      ...(data.length === 0
        ? []
        : [{ offset, length: data.length, field: "json", value: shown, note: notes.json }]),
    ];
    const object = parsed(text);
    if (object === undefined) return refusal(name, { code: "shape", at: offset, wanted: "{…}" }, spans);
    const properties = Object.entries(object).slice(0, mostProperties);
    const given = object.name;
    return {
      ok: true,
      format: name,
      readings: readingsOf(properties),
      facts: { json: shown, ...(typeof given === "string" ? { name: harmless(given, 60) } : {}) },
      spans,
    };
  },
};
