// Eddystone-UID: frame 0x00, power at 0 m, namespace of 10 bytes, instance of 6, two reserved bytes that some leave out.
// https://github.com/google/eddystone/blob/master/eddystone-uid/README.md
// Identity: namespace and instance.
import { wrongLength } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { hex, u8 } from "./bytes.ts";
import { type AdvertisementDecoder, refusal } from "./decoder.ts";
import { eddystoneService, headerSpans, powerAt } from "./eddystone.ts";

const name = "eddystone-uid";
const frameType = 0x00;
const shortBytes = 18;
const fullBytes = 20;

const notes = {
  frame: { fr: "00 : la trame dit qui elle est", en: "00: the frame says who it is" },
  namespace: {
    fr: "la famille de balises : souvent une organisation",
    en: "the family of beacons: often one organisation",
  },
  instance: { fr: "la balise dans la famille", en: "the beacon within the family" },
  reserved: { fr: "réservés, sans usage", en: "reserved, not used" },
} as const satisfies Record<string, Words>;

export const eddystoneUid: AdvertisementDecoder = {
  name,
  model: "eddystone",
  reference: "https://github.com/google/eddystone/blob/master/eddystone-uid/README.md",
  listens: { service: eddystoneService },
  decode({ data, offset }) {
    if (data.length === 0 || u8(data, 0) !== frameType) return undefined;
    const header = () => headerSpans(offset, frameType, notes.frame);
    if (data.length !== shortBytes && data.length !== fullBytes) {
      return refusal(name, wrongLength(data.length, [shortBytes, fullBytes]), header);
    }
    const power = powerAt(data, offset);
    const namespace = hex(data, 2, 12);
    const instance = hex(data, 12, 18);
    return {
      ok: true,
      format: name,
      identity: `eddystone:${namespace}-${instance}`,
      readings: power.readings,
      facts: { namespace, instance },
      measuredPower: power.measuredPower,
      spans: () => [
        ...header(),
        power.span(),
        { offset: offset + 2, length: 10, field: "namespace", value: namespace, note: notes.namespace },
        { offset: offset + 12, length: 6, field: "instance", value: instance, note: notes.instance },
        ...(data.length === fullBytes
          ? [{ offset: offset + 18, length: 2, field: "reserved", note: notes.reserved }]
          : []),
      ],
    };
  },
};
