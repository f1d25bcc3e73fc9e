// Every advertisement format the bench reads: to add one, write its file and name it here.
import type { Span } from "#contract/frames.ts";
import { parseAdStructures, structureSpans } from "./ad-structures.ts";
import type { AdvertisementDecoder, AdvertisementOutcome } from "./decoder.ts";
import { eddystoneTlm } from "./eddystone-tlm.ts";
import { eddystoneUid } from "./eddystone-uid.ts";
import { eddystoneUrl } from "./eddystone-url.ts";
import { ibeacon } from "./ibeacon.ts";
import { type NoiseName, noiseOf } from "./noise.ts";
import { ruuviRawv2 } from "./ruuvi-rawv2.ts";

export const advertisementDecoders: readonly AdvertisementDecoder[] = [
  ibeacon,
  eddystoneUid,
  eddystoneUrl,
  eddystoneTlm,
  ruuviRawv2,
];

export interface DecodedAdvertisement {
  /** One for each format that recognised its frame, in the order of the list above. */
  readonly outcomes: readonly AdvertisementOutcome[];
  /** Noise by name; only looked for when no format recognised anything. */
  readonly noise?: NoiseName;
  /** Bytes of a structure that claims more than the payload holds, left unread. */
  readonly overrunBytes: number;
  /** Spans of what all advertisements share (lengths, types, flags, name); computed only when asked for. */
  commonSpans(): Span[];
}

/** Reads one advertising payload with every decoder. Never throws, whatever the bytes. */
export function decodeAdvertisement(payload: Uint8Array): DecodedAdvertisement {
  const { structures, overrunBytes } = parseAdStructures(payload);
  const outcomes: AdvertisementOutcome[] = [];
  for (const decoder of advertisementDecoders) {
    const outcome = decoder.decode(structures);
    if (outcome !== undefined) outcomes.push(outcome);
  }
  const noise = outcomes.length === 0 ? noiseOf(structures) : undefined;
  return {
    outcomes,
    ...(noise === undefined ? {} : { noise }),
    overrunBytes,
    commonSpans: () => structureSpans(structures),
  };
}
