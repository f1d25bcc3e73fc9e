// iBeacon: manufacturer data of Apple (0x004C), type 0x02, length 0x15. Big-endian inside.
// https://developer.apple.com/ibeacon/ ("Proximity Beacon Specification")
// Identity: UUID, major and minor, whatever address carries them.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { manufacturerData } from "./ad-structures.ts";
import { hex, i8, u8, u16be } from "./bytes.ts";
import type { AdvertisementDecoder, AdvertisementOutcome } from "./decoder.ts";

const name = "ibeacon";
const apple = 0x004c;
const proximityType = 0x02;
const proximityLength = 0x15;
/** Company, type, length, UUID, major, minor, power. */
const frameBytes = 25;

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
} as const satisfies Record<string, Words>;

const uuidText = (digits: string): string =>
  [8, 12, 16, 20, 32]
    .map((end, index, ends) => digits.slice(index === 0 ? 0 : ends[index - 1], end))
    .join("-");

function outcomeOf(data: Uint8Array, offset: number): AdvertisementOutcome {
  const header: Span[] = [
    { offset, length: 2, field: "company id", value: "0x004c", note: notes.company },
    {
      offset: offset + 2,
      length: Math.min(2, data.length - 2),
      field: "type and length",
      value: hex(data, 2, 4),
      note: notes.type,
    },
  ];
  if (data.length < frameBytes || u8(data, 3) !== proximityLength) {
    return {
      ok: false,
      format: name,
      reason: `an iBeacon frame has ${frameBytes} bytes, this one ${data.length}`,
      spans: header,
    };
  }
  const uuid = hex(data, 4, 20);
  const major = u16be(data, 20);
  const minor = u16be(data, 22);
  const power = i8(data, 24);
  const believable = power < 0;
  return {
    ok: true,
    format: name,
    identity: `ibeacon:${uuid}-${major}-${minor}`,
    readings: { measuredPower: power },
    facts: { uuid: uuidText(uuid), major: String(major), minor: String(minor) },
    spans: [
      ...header,
      { offset: offset + 4, length: 16, field: "uuid", value: uuidText(uuid), note: notes.uuid },
      { offset: offset + 20, length: 2, field: "major", value: String(major), note: notes.major },
      { offset: offset + 22, length: 2, field: "minor", value: String(minor), note: notes.minor },
      {
        offset: offset + 24,
        length: 1,
        field: "measured power",
        value: `${power} dBm`,
        note: believable ? notes.power : notes.powerUnusable,
      },
    ],
    ...(believable ? { measuredPower: power } : {}),
  };
}

export const ibeacon: AdvertisementDecoder = {
  name,
  model: "ibeacon",
  reference: "https://developer.apple.com/ibeacon/",
  decode(structures) {
    const frame = manufacturerData(structures, apple).find(
      ({ data }) => data.length > 2 && u8(data, 2) === proximityType,
    );
    return frame === undefined ? undefined : outcomeOf(frame.data, frame.offset);
  },
};
