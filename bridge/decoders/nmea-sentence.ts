// NMEA 0183 sentences of GPS receivers → position, speed and quality, with the characters of each field.
// The sentences are read by the package `gps` (MIT, no dependency); NMEA 0183 4.11, sentences GGA, RMC, GLL and GNS.
// Identity: none; a receiver is known by its port. The checksum is required: a number with a wrong digit is a lie.
import GPS from "gps";
import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";
import { roundTo } from "#contract/quantities.ts";
import type { Refusal } from "#contract/refusals.ts";

/** NMEA allows 82 characters; receivers that add digits send a few more. */
const longestSentence = 120;
const kilometresPerHour = 3.6;

export type NmeaOutcome =
  | {
      readonly ok: true;
      readonly type: string;
      /** Whether the receiver knows where it is; absent when the sentence does not say. */
      readonly hasFix?: boolean;
      readonly readings: Readonly<Partial<Record<QuantityId, number>>>;
      readonly spans: readonly Span[];
    }
  | {
      readonly ok: false;
      readonly why: Refusal;
      readonly spans: readonly Span[];
    };

/** Fields by their place after the type, where they are shown apart. */
const layouts: Readonly<Record<string, readonly (string | undefined)[]>> = {
  GGA: ["utc", "latitude", "N/S", "longitude", "E/W", "fix", "satellites", "hdop", "altitude", undefined],
  RMC: ["utc", "status", "latitude", "N/S", "longitude", "E/W", "speed", "course", "date"],
  GLL: ["latitude", "N/S", "longitude", "E/W", "utc", "status"],
  GNS: ["utc", "latitude", "N/S", "longitude", "E/W", "fix mode", "satellites", "hdop", "altitude"],
};

function spansOf(sentence: string, offset: number): Span[] {
  const star = sentence.lastIndexOf("*");
  const [head = "", ...fields] = sentence.slice(1, star).split(",");
  const type = head.slice(2);
  const spans: Span[] = [
    {
      offset,
      length: 1 + head.length,
      field: "type",
      value: head,
      note: { fr: "Qui parle, et de quoi", en: "Who speaks, and of what" },
    },
  ];
  let at = offset + 1 + head.length;
  for (const [index, text] of fields.entries()) {
    at += 1;
    const field = layouts[type]?.[index];
    if (field !== undefined && text !== "")
      spans.push({ offset: at, length: text.length, field, value: text });
    at += text.length;
  }
  spans.push({
    offset: offset + star + 1,
    length: 2,
    field: "crc",
    value: sentence.slice(star + 1, star + 3),
    note: {
      fr: "Somme de contrôle : le OU exclusif des caractères entre $ et *",
      en: "Checksum: the characters between $ and *, XORed",
    },
  });
  return spans;
}

function parse(sentence: string): ReturnType<typeof GPS.Parse> {
  try {
    return GPS.Parse(sentence);
  } catch {
    // The package throws on fields that hold what they should not.
    return false;
  }
}

/**
 * Decodes one line, its end left away. A sentence glued behind a torn one is found. Never throws.
 * @returns readings only of a receiver that knows where it is.
 */
export function decodeNmeaSentence(line: string): NmeaOutcome {
  const refuse = (why: Refusal, spans: readonly Span[] = []): NmeaOutcome => ({ ok: false, why, spans });
  const start = line.lastIndexOf("$");
  const sentence = line.slice(Math.max(0, start)).trimEnd();
  if (start < 0 || sentence.length > longestSentence) return refuse({ code: "shape", wanted: "$GPGGA,…*hh" });
  if (
    !/^\$[A-Z]{2}[A-Z]{3},[\x20-\x7e]*\*[0-9A-Fa-f]{2}$/.test(sentence) ||
    sentence.indexOf("*") !== sentence.length - 3
  )
    return refuse({ code: "shape", wanted: "$GPGGA,…*hh" });
  let sum = 0;
  for (let at = 1; at < sentence.length - 3; at++) sum ^= sentence.charCodeAt(at);
  const found = sentence.slice(-2);
  if (sum !== Number.parseInt(found, 16)) {
    const wanted = sum.toString(16).toUpperCase().padStart(2, "0");
    return refuse({ code: "bad-checksum", at: start + sentence.length - 2, found, wanted });
  }
  const type = sentence.slice(3, 6);
  const spans = spansOf(sentence, start);
  if (!Object.hasOwn(layouts, type)) return { ok: true, type, readings: {}, spans };
  const data = parse(sentence);
  if (data === false) return refuse({ code: "form", at: start }, spans);

  const readings: Partial<Record<QuantityId, number>> = {};
  const put = (quantity: QuantityId, value: unknown, least: number, most: number): boolean => {
    if (typeof value !== "number" || !Number.isFinite(value) || value < least || value > most) return false;
    readings[quantity] = roundTo(quantity, value);
    return true;
  };
  const isInvalid =
    ("status" in data && data.status !== "active") ||
    (data.type === "GGA" && data.quality === null) ||
    (data.type === "GNS" && /^N*$/.test(data.mode));
  const { lat, lon } = "lat" in data ? data : { lat: null, lon: null };
  const hasFix = !isInvalid && typeof lat === "number" && typeof lon === "number";
  if (hasFix) {
    // Half a position is none.
    const off = !put("latitude", lat, -90, 90)
      ? "latitude"
      : put("longitude", lon, -180, 180)
        ? undefined
        : "longitude";
    if (off !== undefined) {
      const [most, value] = off === "latitude" ? [90, lat] : [180, lon];
      const at = spans.find(({ field }) => field === off)?.offset;
      return refuse({ code: "out-of-range", at, field: off, found: value, least: -most, most }, spans);
    }
    if (data.type === "GGA" || data.type === "GNS") put("altitude", data.alt, -500, 20_000);
    if (data.type === "RMC" && data.speed !== null) put("speed", data.speed / kilometresPerHour, 0, 600);
  }
  if (data.type === "GGA") {
    put("satellites", data.satellites, 0, 99);
    put("hdop", data.hdop, 0, 99);
  }
  return { ok: true, type, hasFix, readings, spans };
}
