// Bytes heard on the air → parts, with the bench's own decoders: a whole payload, or the data of a maker or a service.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { adTypes } from "../../decoders/ad-structures.ts";
import type { Action, AdvertisementOutcome, DecodingContext } from "../../decoders/decoder.ts";
import { advertisementDecoders, decodeAdvertisement } from "../../decoders/registry.ts";
import { type Dissection, known, type Part, refusedPart, shifted, verdictOf } from "./part.ts";

export type Reading = Omit<Dissection, "alternatives">;
export interface Candidate {
  readonly as: string;
  /** Nothing in the bytes says that they are this: they only fit. */
  readonly isGuess?: boolean;
  read(bytes: Uint8Array, context: DecodingContext): Reading;
}

const longestData = 254;
const hex4 = (number: number) => number.toString(16).padStart(4, "0");

const actionText = (action: Action): string =>
  "press" in action ? `${action.channel}: ${action.press}` : `${action.channel}: ${action.steps}`;

function partOf(outcome: AdvertisementOutcome, by: number): Part {
  const { format } = outcome;
  if (!outcome.ok) return refusedPart(format, outcome.why, by);
  const { identity, readings, facts, actions, quality, seal } = outcome;
  return {
    format,
    ok: true,
    identity,
    readings: known(readings),
    facts,
    actions: actions?.map(actionText),
    isSuspect: quality === "suspect" ? true : undefined,
    isSealed: seal === "closed" || seal === "owners" ? true : undefined,
  };
}

/** @param headBytes bytes of `payload` that were put before the given ones, and are not shown. */
function readPayload(
  as: string,
  title: Words,
  bytes: Uint8Array,
  payload: Uint8Array,
  headBytes: number,
  context: DecodingContext,
): Reading {
  const { outcomes, noise, overrunBytes, commonSpans } = decodeAdvertisement(payload, context);
  const spans = [...commonSpans(), ...outcomes.flatMap((outcome) => outcome.spans())];
  const parts = outcomes.map((outcome) => partOf(outcome, -headBytes));
  return {
    as,
    title,
    verdict: verdictOf(parts, noise),
    bytes,
    parts,
    spans: shifted(spans, -headBytes, bytes.length).sort((a, b) => a.offset - b.offset),
    noise,
    overrunBytes,
  };
}

const adTitle: Words = { fr: "Annonce Bluetooth", en: "Bluetooth advertisement" };

const advertisement: Candidate = {
  as: "advertisement",
  read: (bytes, context) => readPayload("advertisement", adTitle, bytes, bytes, 0, context),
};

/** @param number company or service, when the given bytes do not begin with it. */
function dataCandidate(kind: "manufacturer" | "service", number?: number): Candidate {
  const as = number === undefined ? kind : `${kind}:${hex4(number)}`;
  const type = kind === "manufacturer" ? adTypes.manufacturerData : adTypes.serviceData16;
  const title: Words =
    kind === "manufacturer"
      ? { fr: "Données d’un fabricant", en: "Data of a maker" }
      : { fr: "Données d’un service", en: "Data of a service" };
  const prefix = number === undefined ? [] : [number & 0xff, number >> 8];
  return {
    as,
    isGuess: number !== undefined,
    read(bytes, context) {
      const data = bytes.subarray(0, longestData - prefix.length);
      const head = [data.length + prefix.length + 1, type, ...prefix];
      return readPayload(as, title, bytes, Uint8Array.from([...head, ...data]), head.length, context);
    },
  };
}

const pduHeadBytes = 8;
/** Bluetooth Core Specification, volume 6, part B, section 2.3: types whose payload is an address and data. */
const pduTypes: Readonly<Record<number, string>> = {
  0: "ADV_IND",
  2: "ADV_NONCONN_IND",
  4: "SCAN_RSP",
  6: "ADV_SCAN_IND",
};
const pduNotes = {
  header: {
    fr: "le genre d’annonce, et si l’adresse est au hasard",
    en: "the kind, and whether the address is random",
  },
  length: { fr: "combien d’octets suivent", en: "how many bytes follow" },
  address: { fr: "l’adresse de l’émetteur, à l’envers", en: "the sender’s address, backwards" },
} as const satisfies Record<string, Words>;

/** What a sniffer shows: header, address, payload. */
export const pdu: Candidate = {
  as: "pdu",
  read(bytes, context) {
    const title = { fr: "Trame radio Bluetooth", en: "Bluetooth radio frame" };
    const type = pduTypes[(bytes[0] ?? 0) & 0x0f];
    if (bytes.length < pduHeadBytes || type === undefined || bytes[1] !== bytes.length - 2)
      return { as: "pdu", title, verdict: "unknown", bytes, parts: [], spans: [], overrunBytes: 0 };
    const address = [...bytes.subarray(2, pduHeadBytes)]
      .reverse()
      .map((byte) => byte.toString(16).padStart(2, "0"));
    const payload = bytes.subarray(pduHeadBytes);
    const inside = readPayload("pdu", title, payload, payload, 0, { ...context, address: address.join("") });
    const head: Span[] = [
      { offset: 0, length: 1, field: "frame type", value: type, note: pduNotes.header },
      { offset: 1, length: 1, field: "length", value: String(bytes[1]), note: pduNotes.length },
      { offset: 2, length: 6, field: "mac", value: address.join(":").toUpperCase(), note: pduNotes.address },
    ];
    return { ...inside, bytes, spans: [...head, ...shifted(inside.spans, pduHeadBytes, bytes.length)] };
  },
};

/** Every number a decoder listens to, so that data without it may find its own. */
const numbered: readonly Candidate[] = [
  ...new Map(
    advertisementDecoders.flatMap(({ listens }) => {
      if ("service" in listens) return [[`s${listens.service}`, dataCandidate("service", listens.service)]];
      if (listens.company === "any") return [];
      return [[`c${listens.company}`, dataCandidate("manufacturer", listens.company)]];
    }) as [string, Candidate][],
  ).values(),
];

/** From the surest to the least sure. */
export const advertisementCandidates: readonly Candidate[] = [
  advertisement,
  pdu,
  dataCandidate("manufacturer"),
  dataCandidate("service"),
  ...numbered,
];

/** What `--as manufacturer:0499` or `service:fcd2` asks for. */
export function numberedCandidate(as: string): Candidate | undefined {
  const [, kind, digits = ""] = /^(manufacturer|service):(?:0x)?([0-9a-f]{1,4})$/i.exec(as) ?? [];
  if (kind !== "manufacturer" && kind !== "service") return undefined;
  return dataCandidate(kind, Number.parseInt(digits, 16));
}
