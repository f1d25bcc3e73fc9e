// Advertisements that no decoder knows: cut into their structures as the specification says, the maker or the service
// named where it is a known one; what comes after it is looked at as frames are.
import type { Framing } from "#contract/inspection.ts";
import { adTypes, parseAdStructures } from "../decoders/ad-structures.ts";
import { companyName, serviceName } from "../decoders/assigned-numbers.ts";
import { u16le } from "../decoders/bytes.ts";
import type { Guess } from "./guess.ts";

const mostKinds = 6;

/**
 * One guess for each maker, service or other structure heard, the commonest first.
 * @param payloads in the order heard.
 */
export function guessAdvertisements(payloads: readonly Uint8Array[]): Guess[] {
  const heard = new Map<
    string,
    { readonly name: string; readonly isMaker: boolean; readonly frames: Uint8Array[] }
  >();
  for (const payload of payloads)
    for (const { type, data } of parseAdStructures(payload).structures) {
      if ((type !== adTypes.manufacturerData && type !== adTypes.serviceData16) || data.length < 3) continue;
      const number = u16le(data, 0);
      const isMaker = type === adTypes.manufacturerData;
      const id = `${isMaker ? "maker" : "service"}-${number.toString(16).padStart(4, "0")}`;
      const known = heard.get(id) ?? {
        name: isMaker ? companyName(number) : serviceName(number),
        isMaker,
        frames: [],
      };
      known.frames.push(data.subarray(2));
      heard.set(id, known);
    }
  return [...heard]
    .sort(([, a], [, b]) => b.frames.length - a.frames.length)
    .slice(0, mostKinds)
    .map(([id, { name, isMaker, frames }]) => ({
      id,
      kind: "advertisement" satisfies Framing["kind"],
      // The cut is the specification's own: nothing is guessed but what is inside.
      score: 1,
      what: isMaker
        ? {
            fr: `Données d’un fabricant : ${name}. Les octets qui suivent son numéro.`,
            en: `Data of a maker: ${name}. The bytes after its number.`,
          }
        : {
            fr: `Données d’un service : ${name}. Les octets qui suivent son numéro.`,
            en: `Data of a service: ${name}. The bytes after its number.`,
          },
      frames,
      coverage: 1,
    }));
}
