// BTHome v2: data of service 0xFCD2, an information byte, then objects, in the clear or encrypted.
// https://bthome.io/format/ and https://bthome.io/encryption/
// Identity: the MAC in the payload when it is there, else the address it is heard from.
// A device whose key is known speaks encrypted or not at all: what comes in its name in the clear is refused.
import type { Span } from "#contract/frames.ts";
import type { Refusal } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { openSealed, tagBytes } from "./aes-ccm.ts";
import { type BthomeReading, readBthome } from "./bthome-reading.ts";
import { bytesOf, hex, hexNumber, reversedHex, u8, unsignedLe } from "./bytes.ts";
import {
  type AdvertisementDecoder,
  type AdvertisementOutcome,
  type Freshness,
  refusal,
  wrongKey,
} from "./decoder.ts";
import { humidityQuality, serviceSpan } from "./layout.ts";
import { sealedSpans } from "./sealed-spans.ts";

const name = "bthome";
const service = 0xfcd2;
const version = 2;
const infoBits = { encrypted: 0x01, mac: 0x02, trigger: 0x04 } as const;
const versionShift = 5;
const macBytes = 6;
const counterBytes = 4;

const notes = {
  service: { fr: "le service BTHome", en: "the BTHome service" },
  info: {
    fr: "la version, si c’est chiffré, si l’adresse suit, si l’appareil ne parle qu’au besoin",
    en: "the version, whether encrypted, whether the address follows, whether it speaks only when needed",
  },
  mac: { fr: "l’adresse de l’appareil, à l’envers", en: "the device’s address, backwards" },
  counter: {
    fr: "monte à chaque trame : une trame rejouée se reconnaît",
    en: "goes up with each frame: one that is played back shows",
  },
} as const satisfies Record<string, Words>;

interface Envelope {
  readonly data: Uint8Array;
  readonly offset: number;
  readonly info: number;
  /** In the payload. */
  readonly mac: string | undefined;
  /** Where the objects, or the ciphertext, begin. */
  readonly bodyAt: number;
}

function headerSpans({ data, offset, info, mac }: Envelope): Span[] {
  const spans: Span[] = [serviceSpan(offset, service, notes.service)];
  if (data.length > 0)
    spans.push({
      offset,
      length: 1,
      field: "device information",
      value: hexNumber(info, 2),
      note: notes.info,
    });
  if (mac !== undefined)
    spans.push({ offset: offset + 1, length: macBytes, field: "mac", value: mac, note: notes.mac });
  return spans;
}

/** A frame with no number and nothing pressed needs no telling apart: hearing it twice says the same. */
function freshnessOf(
  data: Uint8Array,
  { packetId, actions }: BthomeReading,
  counter: number | undefined,
): Freshness | undefined {
  if (counter !== undefined) return packetId === undefined ? { counter } : { counter, packetId };
  if (packetId !== undefined) return { packetId };
  return actions.length > 0 ? { content: hex(data) } : undefined;
}

/** What is the same for a plain and an opened frame. */
function outcomeOf(
  envelope: Envelope,
  reading: BthomeReading,
  counter: number | undefined,
  spans: () => Span[],
): AdvertisementOutcome {
  const { readings, facts, actions } = reading;
  const { mac, data } = envelope;
  return {
    ok: true,
    format: name,
    identity: mac === undefined ? undefined : `bthome:${mac}`,
    readings,
    facts: mac === undefined ? facts : { ...facts, mac },
    quality: humidityQuality(readings),
    actions,
    freshness: freshnessOf(data, reading, counter),
    seal: counter === undefined ? undefined : "opened",
    spans,
  };
}

function plain(envelope: Envelope): AdvertisementOutcome {
  const { data, bodyAt, offset } = envelope;
  const reading = readBthome(data, bodyAt);
  return outcomeOf(envelope, reading, undefined, () => [...headerSpans(envelope), ...reading.spans(offset)]);
}

/** Address as displayed, service, information byte, counter as sent. */
function nonceOf(address: string, info: number, counter: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytesOf(address), service & 0xff, service >> 8, info, ...counter]);
}

function encrypted(
  envelope: Envelope,
  address: string | undefined,
  key: Uint8Array | undefined,
): AdvertisementOutcome {
  const { data, offset, info, mac, bodyAt } = envelope;
  const counterAt = data.length - tagBytes - counterBytes;
  const ciphertext = data.subarray(bodyAt, counterAt);
  const counter = unsignedLe(data, counterAt, counterBytes);
  const body = {
    ...{ data, offset, from: bodyAt, to: counterAt },
    counter: { length: counterBytes, value: String(counter), note: notes.counter },
  };
  const spansWith = (inside?: string) => [...headerSpans(envelope), ...sealedSpans(body, inside)];
  if (key === undefined || address === undefined) {
    return {
      ok: true,
      format: name,
      identity: mac === undefined ? undefined : `bthome:${mac}`,
      readings: {},
      facts: mac === undefined ? {} : { mac },
      seal: "closed",
      spans: () => spansWith(),
    };
  }
  const opened = openSealed({
    key,
    nonce: nonceOf(address, info, data.subarray(counterAt, counterAt + counterBytes)),
    ciphertext,
    tag: data.subarray(counterAt + counterBytes),
  });
  if (opened === undefined) {
    return wrongKey(name, () => spansWith());
  }
  const reading = readBthome(opened, 0);
  const told = () =>
    reading
      .spans(0)
      .filter(({ field }) => field !== "object id")
      .map(({ field, value = "—" }) => `${field} ${value}`)
      .join(", ")
      .slice(0, 200);
  return outcomeOf(envelope, reading, counter, () => spansWith(told()));
}

export const bthome: AdvertisementDecoder = {
  name,
  model: "bthome",
  reference: "https://bthome.io/format/",
  listens: { service },
  decode({ data, offset }, { address, keyFor }) {
    const info = u8(data, 0);
    const hasMac = (info & infoBits.mac) !== 0;
    const bodyAt = hasMac ? 1 + macBytes : 1;
    const isWhole = data.length >= bodyAt;
    const mac = hasMac && isWhole ? reversedHex(data, 1, bodyAt) : undefined;
    const envelope = { data, offset, info, mac, bodyAt };
    const refuse = (why: Refusal) => refusal(name, why, () => headerSpans(envelope));
    const cut = (field: string) => refuse({ code: "cut", at: offset + data.length, field });
    if (data.length === 0) return cut("device information");
    if (info >> versionShift !== version)
      return refuse({ code: "unknown-value", at: offset, field: "version", found: info >> versionShift });
    if (!isWhole) return cut("mac");
    const speaker = mac ?? address;
    const key = speaker === undefined ? undefined : keyFor(speaker);
    if ((info & infoBits.encrypted) === 0) {
      if (key !== undefined) return refuse({ code: "unsealed" });
      return plain(envelope);
    }
    // At least one byte must be encrypted.
    if (data.length <= bodyAt + counterBytes + tagBytes) return cut("ciphertext");
    return encrypted(envelope, speaker, key);
  },
};
