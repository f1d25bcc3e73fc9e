// AltBeacon: manufacturer data of any company, then BE AC, a 20-byte id, the power at 1 m, and a byte for the maker.
// https://github.com/AltBeacon/spec
// Identity: the 20-byte id, whatever address carries it. Some beacons leave the last byte out: accepted.
import type { Span } from "#contract/frames.ts";
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hex, hexNumber, i8, u8, u16be } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { companySpan } from "./layout.ts";

const name = "altbeacon";
const codeBytes = 2;
/** Code, id, power; the maker's byte is the 24th. */
const leastBytes = 23;
const fullBytes = 24;

const notes = {
  company: { fr: "le fabricant, n’importe lequel", en: "the maker, whichever" },
  code: { fr: "beac veut dire AltBeacon", en: "beac means AltBeacon" },
  id1: { fr: "la famille de balises", en: "the family of beacons" },
  id2: { fr: "le groupe", en: "the group" },
  id3: { fr: "la balise dans le groupe", en: "the beacon within the group" },
  power: {
    fr: "la force du signal à 1 m, selon la balise",
    en: "the signal strength at 1 m, says the beacon",
  },
  maker: { fr: "un octet laissé au fabricant", en: "a byte left to the maker" },
} as const satisfies Record<string, Words>;

export const altbeacon: AdvertisementDecoder = {
  name,
  model: "altbeacon",
  reference: "https://github.com/AltBeacon/spec",
  listens: { company: "any" },
  decode({ number, data, offset }) {
    if (u8(data, 0) !== 0xbe || u8(data, 1) !== 0xac || data.length < codeBytes) return undefined;
    const company = hexNumber(number, 4);
    const header = (): Span[] => [
      companySpan(offset, number, notes.company),
      { offset, length: codeBytes, field: "beacon code", value: "beac", note: notes.code },
    ];
    if (data.length !== leastBytes && data.length !== fullBytes) {
      return refusal(name, wrongLength(data.length, [leastBytes, fullBytes]), header);
    }
    const id1 = hex(data, 2, 18);
    const id2 = String(u16be(data, 18));
    const id3 = String(u16be(data, 20));
    const power = i8(data, 22);
    const isWhole = data.length === fullBytes;
    const makerByte = String(u8(data, 23));
    return {
      ok: true,
      format: name,
      identity: `altbeacon:${id1}-${id2}-${id3}`,
      readings: { measuredPower: power },
      facts: { company, id1, id2, id3, ...(isWhole ? { makerByte } : {}) },
      measuredPower: power < 0 ? power : undefined,
      spans: () => [
        ...header(),
        { offset: offset + 2, length: 16, field: "id1", value: id1, note: notes.id1 },
        { offset: offset + 18, length: 2, field: "id2", value: id2, note: notes.id2 },
        { offset: offset + 20, length: 2, field: "id3", value: id3, note: notes.id3 },
        { offset: offset + 22, length: 1, field: "measured power", value: `${power} dBm`, note: notes.power },
        ...(isWhole
          ? [{ offset: offset + 23, length: 1, field: "makerByte", value: makerByte, note: notes.maker }]
          : []),
      ],
    };
  },
};
