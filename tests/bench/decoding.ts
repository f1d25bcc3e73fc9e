// Advertisements decoded with the span of every field, against merely cutting them into AD structures: what meaning costs.
import { parseAdStructures } from "../../bridge/decoders/ad-structures.ts";
import { decodeAdvertisement } from "../../bridge/decoders/registry.ts";
import { advertisedPayload, beaconKinds } from "./beacon-payloads.ts";
import { atLeast, type Measurement } from "./measurement.ts";

const stepMs = 400;
const payloads = beaconKinds.map((kind, index) => advertisedPayload(kind, index));

/** Times a second that `act` can be called, all payloads in turn. The sum is returned so that no call is optimised away. */
function callsPerSecond(act: (payload: Uint8Array) => number): { rate: number; sum: number } {
  let sum = 0;
  const spin = (ms: number) => {
    const began = performance.now();
    let calls = 0;
    let elapsed = 0;
    while (elapsed < ms) {
      for (let i = 0; i < 100; i += 1) for (const payload of payloads) sum += act(payload);
      calls += 100 * payloads.length;
      elapsed = performance.now() - began;
    }
    return (calls / elapsed) * 1000;
  };
  spin(stepMs);
  return { rate: spin(stepMs), sum };
}

export const decoding: Measurement = {
  name: "decoding",
  title: "Advertisements: decoding alone, one core",
  async run() {
    const bare = callsPerSecond((payload) => parseAdStructures(payload).structures.length);
    const decoded = callsPerSecond((payload) => decodeAdvertisement(payload).outcomes.length);
    const spanned = callsPerSecond((payload) => {
      const { outcomes, commonSpans } = decodeAdvertisement(payload);
      return commonSpans().length + outcomes.length;
    });
    if (bare.sum === 0 || decoded.sum === 0 || spanned.sum === 0) throw new Error("nothing was decoded");
    return {
      readings: [
        { name: "AD structures only", value: bare.rate, unit: "/s" },
        {
          name: "decoded, spans of the format's fields",
          value: decoded.rate,
          unit: "/s",
          against: "AD structures only",
          aim: atLeast(2000, "/s"),
        },
        {
          name: "decoded, spans of every byte",
          value: spanned.rate,
          unit: "/s",
          against: "AD structures only",
          aim: atLeast(2000, "/s"),
        },
      ],
      notes: [`payloads in turn: ${beaconKinds.join(", ")}`],
    };
  },
};
