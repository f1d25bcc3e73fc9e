// Heart Rate Measurement (0x2A37): flags, then fields that are there or not. Little-endian.
// https://www.bluetooth.com/specifications/specs/heart-rate-service-1-0/
import type { Span } from "#contract/frames.ts";
import type { QuantityId } from "#contract/quantities.ts";
import { hexNumber, roundDecimals, u8, u16le } from "../bytes.ts";
import { type CharacteristicDecoder, refuse } from "./gatt-value.ts";

const format = "gatt-heart-rate";
const flag = { wide: 0x01, contact: 0x02, contactTold: 0x04, energy: 0x08, intervals: 0x10 };

export const heartRate: CharacteristicDecoder = {
  uuid: "2a37",
  format,
  quantities: ["heartRate", "skinContact", "energyExpended", "rrInterval"],
  reference: "https://www.bluetooth.com/specifications/specs/heart-rate-service-1-0/",
  decode(bytes) {
    const flags = u8(bytes, 0);
    const isWide = (flags & flag.wide) !== 0;
    const hasEnergy = (flags & flag.energy) !== 0;
    const hasIntervals = (flags & flag.intervals) !== 0;
    const rateBytes = isWide ? 2 : 1;
    const needed = 1 + rateBytes + (hasEnergy ? 2 : 0);
    const rest = bytes.length - needed;
    if (bytes.length < 2 || rest < 0) return refuse(format, { code: "cut", at: bytes.length });
    // Intervals come in pairs of bytes, and only when announced.
    if (hasIntervals ? rest % 2 !== 0 : rest !== 0) return refuse(format, { code: "trailing", at: needed });
    const readings: Partial<Record<QuantityId, number>> = {};
    const spans: Span[] = [
      {
        offset: 0,
        length: 1,
        field: "flags",
        value: hexNumber(flags, 2),
        note: { fr: "dit ce qui suit", en: "says what follows" },
      },
    ];
    let at = 1;
    readings.heartRate = isWide ? u16le(bytes, at) : u8(bytes, at);
    spans.push({
      offset: at,
      length: rateBytes,
      field: "heartRate",
      value: `${readings.heartRate} min⁻¹`,
      note: { fr: "battements par minute", en: "beats per minute" },
    });
    at += rateBytes;
    if ((flags & flag.contactTold) !== 0) readings.skinContact = (flags & flag.contact) !== 0 ? 1 : 0;
    if (hasEnergy) {
      readings.energyExpended = u16le(bytes, at);
      spans.push({
        offset: at,
        length: 2,
        field: "energyExpended",
        value: `${readings.energyExpended} kJ`,
        note: { fr: "depuis la mise à zéro, en kilojoules", en: "since it was reset, in kilojoules" },
      });
      at += 2;
    }
    for (; at < bytes.length; at += 2) {
      // Several beats in one value: the latest is the reading, all are shown.
      readings.rrInterval = roundDecimals(u16le(bytes, at) / 1024, 3);
      spans.push({
        offset: at,
        length: 2,
        field: "rrInterval",
        value: `${readings.rrInterval} s`,
        note: { fr: "d’un battement au suivant, en 1/1024 s", en: "from one beat to the next, in 1/1024 s" },
      });
    }
    return { ok: true, format, readings, spans };
  },
};
