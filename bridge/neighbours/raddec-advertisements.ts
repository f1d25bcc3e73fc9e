// Between raddecs and advertisements: the link-layer packet has a header, the sender's address and the payload.
// Bluetooth Core Specification, volume 6, part B, section 2.3: advertising physical channel PDU.
import { createHash } from "node:crypto";
import { identifierTypes, type Raddec } from "../decoders/raddec.ts";
import type { Advertisement } from "../transports/transport.ts";

/** PDUs that carry an address and a payload: ADV_IND, ADV_NONCONN_IND, SCAN_RSP, ADV_SCAN_IND. */
const pduTypes: ReadonlySet<number> = new Set([0, 2, 4, 6]);
const nonConnectable = 2;
const randomBit = 0x40;
const headerBytes = 2;
const addressBytes = 6;
/** A legacy advertisement; a longer payload has another kind of packet. */
const longestPayload = 31;
/** Gateways of this kind tell at least every few seconds: longer silences are the beacon's. Milliseconds. */
const patienceMs = 20_000;

interface Packet {
  /** Lower-case hexadecimal, as displayed: most significant byte first. */
  readonly address: string;
  readonly isRandom: boolean;
  readonly payload: Uint8Array;
}

/** `undefined` for a packet that is no advertisement, or whose length does not hold. */
function readPacket(packet: Uint8Array): Packet | undefined {
  const [header = 0, length = 0] = packet;
  const rest = packet.length - headerBytes;
  if (!pduTypes.has(header & 0x0f) || length < addressBytes || length > rest) return undefined;
  return {
    address: Buffer.from(packet.subarray(headerBytes, headerBytes + addressBytes))
      .reverse()
      .toString("hex"),
    isRandom: (header & randomBit) !== 0,
    payload: packet.subarray(headerBytes + addressBytes, headerBytes + length),
  };
}

const withColons = (address: string) => address.replaceAll(/(..)(?=.)/g, "$1:");

/**
 * The advertisements a raddec tells of: each packet as each receiver heard it.
 * @returns `undefined` when a packet contradicts the transmitter, or is no advertisement: nothing of it is believed.
 */
export function advertisementsOf(
  raddec: Raddec,
  at: { readonly now: number; readonly mono: number },
): Advertisement[] | undefined {
  const { transmitterId, transmitterIdType, rssiSignature, packets = [] } = raddec;
  const isAddress =
    transmitterIdType === identifierTypes.eui48 || transmitterIdType === identifierTypes.random48;
  if (!isAddress || rssiSignature.length === 0) return undefined;
  const read = packets.map(readPacket);
  if (read.some((packet) => packet === undefined || packet.address !== transmitterId)) return undefined;
  const unnamed: Packet = {
    address: transmitterId,
    isRandom: transmitterIdType === identifierTypes.random48,
    payload: new Uint8Array(),
  };
  const heard = read.length === 0 ? [unnamed] : read.filter((packet) => packet !== undefined);
  return rssiSignature.flatMap(({ receiverId, rssi }) =>
    heard.map(({ address, isRandom, payload }) => ({
      receiver: `raddec-${receiverId === "" ? "unknown" : receiverId}`,
      source: "hardware" as const,
      address: withColons(address),
      addressType: isRandom ? ("random" as const) : ("public" as const),
      rssi,
      payload,
      ...at,
      patienceMs,
    })),
  );
}

/**
 * One advertisement as a raddec; `undefined` where the system hides the address.
 * @param bridge its name, which makes the receiver's identifier: an EUI-64, locally administered, always the same.
 * @param events numbers of the raddec's events.
 */
export function raddecOf(
  advertisement: Advertisement,
  bridge: string,
  events: readonly number[],
): Raddec | undefined {
  const { receiver, addressType, rssi, payload, now } = advertisement;
  const transmitterId = advertisement.address.replaceAll(":", "").toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(transmitterId) || rssi === undefined) return undefined;
  const isRandom = addressType === "random";
  const packet = Uint8Array.from([
    nonConnectable | (isRandom ? randomBit : 0),
    addressBytes + payload.length,
    ...Buffer.from(transmitterId, "hex").reverse(),
    ...payload,
  ]);
  return {
    transmitterId,
    transmitterIdType: isRandom ? identifierTypes.random48 : identifierTypes.eui48,
    rssiSignature: [
      {
        receiverId: receiverIdentifier(`${bridge}/${receiver}`),
        receiverIdType: identifierTypes.eui64,
        rssi,
        numberOfDecodings: 1,
      },
    ],
    timestamp: Math.round(now),
    ...(payload.length > longestPayload ? {} : { packets: [packet] }),
    events,
  };
}

function receiverIdentifier(name: string): string {
  const bytes = createHash("sha256").update(name).digest().subarray(0, 8);
  // Individual, and locally administered: it can be nobody's real one.
  bytes[0] = ((bytes[0] ?? 0) & 0xfc) | 0x02;
  return bytes.toString("hex");
}
