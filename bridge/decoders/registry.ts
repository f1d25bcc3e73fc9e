// Every advertisement format the bench reads: to add one, write its file and name it here.
import type { Span } from "#contract/frames.ts";
import { adTypes, structureSpans, walkStructures } from "./ad-structures.ts";
import { altbeacon } from "./altbeacon.ts";
import { atc1441 } from "./atc1441.ts";
import { bthome } from "./bthome.ts";
import {
  type AdvertisementDecoder,
  type AdvertisementOutcome,
  type DecodingContext,
  noKeys,
} from "./decoder.ts";
import { eddystoneEid } from "./eddystone-eid.ts";
import { eddystoneEtlm } from "./eddystone-etlm.ts";
import { eddystoneTlm } from "./eddystone-tlm.ts";
import { eddystoneUid } from "./eddystone-uid.ts";
import { eddystoneUrl } from "./eddystone-url.ts";
import { espruino } from "./espruino.ts";
import { ibeacon } from "./ibeacon.ts";
import { mibeacon } from "./mibeacon.ts";
import { minew } from "./minew.ts";
import { type NoiseName, noiseOfCompany, noiseOfService } from "./noise.ts";
import { pvvx } from "./pvvx.ts";
import { pvvxEncrypted } from "./pvvx-encrypted.ts";
import { ruuviDf6 } from "./ruuvi-df6.ts";
import { ruuviE1 } from "./ruuvi-e1.ts";
import { ruuviRawv1 } from "./ruuvi-rawv1.ts";
import { ruuviRawv2 } from "./ruuvi-rawv2.ts";
import { sensirion } from "./sensirion.ts";
import { switchbot } from "./switchbot.ts";

export const advertisementDecoders: readonly AdvertisementDecoder[] = [
  ibeacon,
  altbeacon,
  eddystoneUid,
  eddystoneUrl,
  eddystoneTlm,
  eddystoneEtlm,
  eddystoneEid,
  ruuviRawv1,
  ruuviRawv2,
  ruuviDf6,
  ruuviE1,
  bthome,
  atc1441,
  pvvx,
  pvvxEncrypted,
  mibeacon,
  sensirion,
  minew,
  espruino,
  switchbot,
];

export interface DecodedAdvertisement {
  /** One for each frame that a format recognised, in the order of the payload. */
  readonly outcomes: readonly AdvertisementOutcome[];
  /** Noise by name; only told when no format recognised anything. */
  readonly noise: NoiseName | undefined;
  /** Bytes of a structure that claims more than the payload holds, left unread. */
  readonly overrunBytes: number;
  /** Spans of what all advertisements share (lengths, types, flags, name); computed only when asked for. */
  commonSpans(): Span[];
}

/** An honest payload has one frame, or a few: a long one stuffed with tiny frames stops here. */
const mostOutcomes = 8;
/** Length of a company's or a service's number. */
const numberBytes = 2;

type Listeners = readonly AdvertisementDecoder[];

/** Decoders by the number they listen to: a frame meets only those, however many formats there are. */
function byNumber(kind: "company" | "service"): ReadonlyMap<number, Listeners> {
  const groups = new Map<number, AdvertisementDecoder[]>();
  for (const decoder of advertisementDecoders) {
    const number = (decoder.listens as Record<string, unknown>)[kind];
    if (typeof number === "number") groups.set(number, [...(groups.get(number) ?? []), decoder]);
  }
  return groups;
}

const ofAnyCompany = advertisementDecoders.filter(
  ({ listens }) => "company" in listens && listens.company === "any",
);
const ofCompany = new Map(
  [...byNumber("company")].map(([number, decoders]): [number, Listeners] => [
    number,
    [...decoders, ...ofAnyCompany],
  ]),
);
const ofService = byNumber("service");
const nobody: Listeners = [];

/**
 * Reads one advertising payload with every decoder it concerns. Never throws, whatever the bytes.
 * @param context the address it came from, and the keys people gave.
 */
export function decodeAdvertisement(
  payload: Uint8Array,
  context: DecodingContext = noKeys,
): DecodedAdvertisement {
  const outcomes: AdvertisementOutcome[] = [];
  let noise: NoiseName | undefined;

  function visit(type: number, from: number, to: number): void {
    const isCompany = type === adTypes.manufacturerData;
    if (!isCompany && type !== adTypes.serviceData16) return;
    const offset = from + numberBytes;
    if (offset > to || outcomes.length >= mostOutcomes) return;
    const number = (payload[from] ?? 0) | ((payload[from + 1] ?? 0) << 8);
    const listeners = isCompany ? (ofCompany.get(number) ?? ofAnyCompany) : (ofService.get(number) ?? nobody);
    const frame = { number, data: payload.subarray(offset, to), offset };
    for (const decoder of listeners) {
      const outcome = decoder.decode(frame, context);
      if (outcome === undefined) continue;
      outcomes.push(outcome);
      return;
    }
    noise ??= isCompany ? noiseOfCompany(number, frame.data) : noiseOfService(number, frame.data);
  }

  const overrunBytes = walkStructures(payload, visit);
  return {
    outcomes,
    noise: outcomes.length === 0 ? noise : undefined,
    overrunBytes,
    commonSpans: () => structureSpans(payload),
  };
}
