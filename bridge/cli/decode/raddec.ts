// A raddec → who was heard by whom, and the packets in it, each read as what a sniffer shows.
import type { Words } from "#contract/words.ts";
import { decodeRaddec, explainRaddec, type Raddec, raddecHead } from "../../decoders/raddec.ts";
import { type Candidate, pdu } from "./advertisements.ts";
import { type Part, refusedPart, shifted, verdictOf } from "./part.ts";

const as = "raddec";
const title: Words = { fr: "Raddec", en: "Raddec" };

function partOf({ transmitterId, rssiSignature, timestamp }: Raddec): Part {
  const heardBy = rssiSignature.map(({ receiverId, rssi }, index) => [
    `receiver_${index + 1}`,
    `${receiverId}, ${rssi} dBm`,
  ]);
  return {
    format: as,
    ok: true,
    readings: {},
    facts: {
      transmitter: transmitterId,
      ...Object.fromEntries(heardBy),
      ...(timestamp === undefined ? {} : { time: new Date(timestamp).toISOString() }),
    },
  };
}

export const raddec: Candidate = {
  as,
  read(bytes, context) {
    const none = { as, title, bytes, overrunBytes: 0 };
    const outcome = decodeRaddec(bytes);
    if (!outcome.ok) {
      // A first byte of 10 is anybody's; that and its whole length are not.
      const isOne = outcome.why.code !== "shape" && outcome.why.code !== "length";
      const parts = isOne ? [refusedPart(as, outcome.why)] : [];
      return { ...none, verdict: verdictOf(parts), parts, spans: isOne ? raddecHead(bytes) : [] };
    }
    const spans = explainRaddec(bytes);
    const packets = spans.filter(({ field }) => field === "packet");
    const inside = packets.map(({ offset, length }) => {
      const packet = pdu.read(bytes.subarray(offset, offset + length), context);
      return { ...packet, spans: shifted(packet.spans, offset, bytes.length) };
    });
    const parts = [partOf(outcome.raddec), ...inside.flatMap((packet) => packet.parts)];
    const read = new Set(
      inside.filter(({ spans: own }) => own.length > 0).map(({ spans: [first] }) => first?.offset),
    );
    const all = [
      ...spans.filter(({ field, offset }) => field !== "packet" || !read.has(offset)),
      ...inside.flatMap((packet) => packet.spans),
    ];
    return { ...none, verdict: verdictOf(parts), parts, spans: all.sort((a, b) => a.offset - b.offset) };
  },
};
