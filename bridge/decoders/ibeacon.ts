// iBeacon: manufacturer data of Apple (0x004C), type 0x02, length 0x15. Big-endian inside.
// https://developer.apple.com/ibeacon/ ("Proximity Beacon Specification")
// Identity: UUID, major and minor, whatever address carries them.
import type { Span } from "#contract/frames.ts";
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hex, i8, u8, u16be } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { companySpan } from "./layout.ts";

const name = "ibeacon";
const apple = 0x004c;
const proximityType = 0x02;
const proximityLength = 0x15;
/** Type, length, UUID, major, minor, power. */
const frameBytes = 23;

const notes = {
  company: { fr: "Apple, qui a défini ce format", en: "Apple, who defined this format" },
  type: { fr: "0215 veut dire iBeacon", en: "0215 means iBeacon" },
  uuid: {
    fr: "la famille de balises : souvent un musée ou une application",
    en: "the family of beacons: often one museum or one app",
  },
  major: { fr: "le groupe : par exemple un bâtiment", en: "the group: for example a building" },
  minor: { fr: "la balise dans le groupe", en: "the beacon within the group" },
  power: {
    fr: "la force du signal à 1 m, selon la balise",
    en: "the signal strength at 1 m, says the beacon",
  },
  powerUnusable: {
    fr: "positive : permise par le format, mais aucune distance ne peut en sortir",
    en: "positive: the format allows it, but no distance can come of it",
  },
  rest: { fr: "au-delà de la trame", en: "beyond the frame" },
} as const satisfies Record<string, Words>;

const uuidText = (digits: string): string =>
  `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;

export const ibeacon: AdvertisementDecoder = {
  name,
  model: "ibeacon",
  reference: "https://developer.apple.com/ibeacon/",
  listens: { company: apple },
  decode({ data, offset }) {
    if (data.length === 0 || u8(data, 0) !== proximityType) return undefined;
    const header = (): Span[] => [
      companySpan(offset, apple, notes.company),
      {
        offset,
        length: Math.min(2, data.length),
        field: "type and length",
        value: hex(data, 0, 2),
        note: notes.type,
      },
    ];
    if (data.length < frameBytes || u8(data, 1) !== proximityLength) {
      return refusal(name, wrongLength(data.length, frameBytes), header);
    }
    const uuid = hex(data, 2, 18);
    const major = u16be(data, 18);
    const minor = u16be(data, 20);
    const power = i8(data, 22);
    const isBelievable = power < 0;
    return {
      ok: true,
      format: name,
      identity: `ibeacon:${uuid}-${major}-${minor}`,
      readings: { measuredPower: power },
      facts: { uuid: uuidText(uuid), major: String(major), minor: String(minor) },
      measuredPower: isBelievable ? power : undefined,
      spans: () => [
        ...header(),
        { offset: offset + 2, length: 16, field: "uuid", value: uuidText(uuid), note: notes.uuid },
        { offset: offset + 18, length: 2, field: "major", value: String(major), note: notes.major },
        { offset: offset + 20, length: 2, field: "minor", value: String(minor), note: notes.minor },
        {
          offset: offset + 22,
          length: 1,
          field: "measured power",
          value: `${power} dBm`,
          note: isBelievable ? notes.power : notes.powerUnusable,
        },
        ...(data.length > frameBytes
          ? [
              {
                offset: offset + frameBytes,
                length: data.length - frameBytes,
                field: "unread",
                note: notes.rest,
              },
            ]
          : []),
      ],
    };
  },
};
