// MiBeacon: Xiaomi's own format, data of service 0xFE95: two bytes of bits that say what follows, the device type, a
// counter, maybe the MAC and a capability, then objects, in the clear or (versions 4 and 5) encrypted. Little-endian.
// Layout as measured and described by https://github.com/custom-components/ble_monitor and
// https://github.com/Bluetooth-Devices/xiaomi-ble
// Identity: the MAC in the payload when it is there.
import type { Span } from "#contract/frames.ts";
import type { Refusal } from "#contract/refusals.ts";
import type { Words } from "#contract/words.ts";
import { openSealed, tagBytes } from "./aes-ccm.ts";
import { bytesOf, hex, hexNumber, reversedHex, u8, u16le } from "./bytes.ts";
import {
  type AdFrame,
  type AdvertisementDecoder,
  type AdvertisementOutcome,
  type Freshness,
  refusal,
  wrongKey,
} from "./decoder.ts";
import { byteSpan, humidityQuality, serviceSpan } from "./layout.ts";
import { type MiReading, readMiObjects } from "./mibeacon-objects.ts";
import { sealedSpans } from "./sealed-spans.ts";

const name = "mibeacon";
const service = 0xfe95;
const controlBits = { encrypted: 1 << 3, mac: 1 << 4, capability: 1 << 5, object: 1 << 6 } as const;
/** Of the capability byte: more bytes follow it, which no source here describes. */
const longCapability = 1 << 5;
const versionShift = 12;
const leastBytes = 5;
const macBytes = 6;
const counterBytes = 3;
const firstSealedVersion = 4;
const associated = Uint8Array.of(0x11);

const notes = {
  service: { fr: "le service de Xiaomi", en: "Xiaomi’s service" },
  control: {
    fr: "seize bits : la version, et ce qui suit dans la trame",
    en: "sixteen bits: the version, and what follows in the frame",
  },
  deviceType: { fr: "le modèle, selon Xiaomi", en: "the model, says Xiaomi" },
  counter: {
    fr: "monte à chaque trame, puis revient à 0",
    en: "goes up with each frame, then comes round to 0",
  },
  mac: { fr: "l’adresse de l’appareil, à l’envers", en: "the device’s address, backwards" },
  capability: { fr: "ce que l’appareil sait faire", en: "what the device can do" },
  extended: {
    fr: "la suite du compteur : une trame rejouée se reconnaît",
    en: "the rest of the counter: a frame that is played back shows",
  },
} as const satisfies Record<string, Words>;

interface Head {
  readonly data: Uint8Array;
  readonly offset: number;
  readonly control: number;
  readonly mac: string | undefined;
  readonly capabilityAt: number | undefined;
  /** Where the objects, or the ciphertext, begin. */
  readonly bodyAt: number;
}

/** Reads what comes before the objects; a refusal when it is cut short. */
function headOf({ data, offset }: AdFrame): Head | Refusal {
  const cut = (field: string): Refusal => ({ code: "cut", at: offset + data.length, field });
  if (data.length < leastBytes) return { code: "length", found: data.length, least: leastBytes };
  const control = u16le(data, 0);
  let bodyAt = leastBytes;
  let mac: string | undefined;
  let capabilityAt: number | undefined;
  if ((control & controlBits.mac) !== 0) {
    if (data.length < bodyAt + macBytes) return cut("mac");
    mac = reversedHex(data, bodyAt, bodyAt + macBytes);
    bodyAt += macBytes;
  }
  if ((control & controlBits.capability) !== 0) {
    if (data.length <= bodyAt) return cut("capability");
    if ((u8(data, bodyAt) & longCapability) !== 0)
      return { code: "unsupported", at: offset + bodyAt, field: "capability" };
    capabilityAt = bodyAt;
    bodyAt += 1;
  }
  return { data, offset, control, mac, capabilityAt, bodyAt };
}

function headSpans({ data, offset, control, mac, capabilityAt }: Head): Span[] {
  const spans: Span[] = [
    serviceSpan(offset, service, notes.service),
    { offset, length: 2, field: "frame control", value: hexNumber(control, 4), note: notes.control },
    {
      offset: offset + 2,
      length: 2,
      field: "deviceType",
      value: hexNumber(u16le(data, 2), 4),
      note: notes.deviceType,
    },
    { offset: offset + 4, length: 1, field: "packetId", value: String(u8(data, 4)), note: notes.counter },
  ];
  if (mac !== undefined)
    spans.push({ offset: offset + leastBytes, length: macBytes, field: "mac", value: mac, note: notes.mac });
  if (capabilityAt !== undefined)
    spans.push(byteSpan(offset + capabilityAt, "capability", u8(data, capabilityAt), notes.capability));
  return spans;
}

function outcomeOf(
  { data, mac }: Head,
  reading: MiReading | undefined,
  more: { freshness?: Freshness; seal?: "closed" | "opened" },
  spans: () => Span[],
): AdvertisementOutcome {
  const readings = reading?.readings ?? {};
  return {
    ok: true,
    format: name,
    identity: mac === undefined ? undefined : `xiaomi:${mac}`,
    readings,
    facts: { deviceType: hexNumber(u16le(data, 2), 4), ...(mac === undefined ? {} : { mac }) },
    quality: humidityQuality(readings),
    ...more,
    spans,
  };
}

/** Address backwards, device type, counter, extended counter. */
const nonceOf = (address: string, data: Uint8Array, extended: Uint8Array): Uint8Array =>
  Uint8Array.from([...bytesOf(address).reverse(), ...data.subarray(2, leastBytes), ...extended]);

function sealed(head: Head, address: string | undefined, key: Uint8Array | undefined): AdvertisementOutcome {
  const { data, offset, bodyAt, control } = head;
  const extendedAt = data.length - tagBytes - counterBytes;
  if (control >> versionShift < firstSealedVersion)
    return refusal(
      name,
      { code: "unknown-value", at: offset, field: "version", found: control >> versionShift },
      () => headSpans(head),
    );
  if (extendedAt <= bodyAt)
    return refusal(name, { code: "cut", at: offset + data.length, field: "ciphertext" }, () =>
      headSpans(head),
    );
  const ciphertext = data.subarray(bodyAt, extendedAt);
  const extended = data.subarray(extendedAt, extendedAt + counterBytes);
  const body = {
    ...{ data, offset, from: bodyAt, to: extendedAt },
    counter: { length: counterBytes, value: hex(extended), note: notes.extended },
  };
  const spansWith = (inside?: string) => [...headSpans(head), ...sealedSpans(body, inside)];
  const closed = () => spansWith();
  if (address === undefined || key === undefined)
    return outcomeOf(head, undefined, { seal: "closed" }, closed);
  const plain = openSealed({
    key,
    nonce: nonceOf(address, data, extended),
    ciphertext,
    tag: data.subarray(extendedAt + counterBytes),
    associated,
  });
  if (plain === undefined) return wrongKey(name, closed);
  const reading = readMiObjects(plain, 0);
  const counter =
    u8(extended, 2) * 0x1_00_00_00 + u8(extended, 1) * 0x1_00_00 + u8(extended, 0) * 0x1_00 + u8(data, 4);
  return outcomeOf(head, reading, { freshness: { counter }, seal: "opened" }, () =>
    spansWith(reading.told()),
  );
}

export const mibeacon: AdvertisementDecoder = {
  name,
  model: "mibeacon",
  reference: "https://github.com/Bluetooth-Devices/xiaomi-ble",
  listens: { service },
  decode(frame, { address, keyFor }) {
    const { data, offset } = frame;
    const head = headOf(frame);
    if ("code" in head) return refusal(name, head, () => [serviceSpan(offset, service, notes.service)]);
    const speaker = head.mac ?? address;
    const key = speaker === undefined ? undefined : keyFor(speaker);
    const isEncrypted = (head.control & controlBits.encrypted) !== 0;
    if (isEncrypted) return sealed(head, speaker, key);
    const hasObjects = (head.control & controlBits.object) !== 0;
    if (hasObjects && key !== undefined) return refusal(name, { code: "unsealed" }, () => headSpans(head));
    const reading = readMiObjects(data, hasObjects ? head.bodyAt : data.length);
    return outcomeOf(head, reading, {}, () => [...headSpans(head), ...reading.spans(offset)]);
  },
};
