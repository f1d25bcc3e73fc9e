// What a radio hears in a full room: mostly phones, then beacons and sensors of every format, each with its own bytes.
import { decodeAdvertisement } from "../../bridge/decoders/registry.ts";
import { ad, concat, flags, fromHex } from "../bridge/decoders/payloads.ts";
import { seeded } from "../helpers/decoder-suite.ts";

/** AD type and data, where `n*` stands for n bytes of chance. */
const kinds: readonly (readonly [share: number, type: number, data: string])[] = [
  [30, 0xff, "4c001005 5*"],
  [10, 0xff, "4c001219 25*"],
  [5, 0xff, "0600010920 20*"],
  [5, 0x16, "6ffd 20*"],
  [10, 0xff, "4c000215 16* 4* c5"],
  [5, 0x16, "aafe00ee 16* 0000"],
  [3, 0x16, "aafe10ee0367657470617265746f07"],
  [3, 0x16, "aafe2000 12*"],
  [10, 0xff, "99040512fc5394c37c0004fffc040cac36 9*"],
  [8, 0x16, "d2fc4000 1* 016402ca0903bf13"],
  [3, 0x16, "1a18a4c138 3* 00e13e510b7b62"],
  [3, 0x16, "1a18 3* 38c1a44008bd13470c64cc0f"],
  [3, 0x16, "95fe50305b0503 3* 38c1a40d10041001ea01"],
  [2, 0xff, "d506000612344761b072"],
];
const shares = kinds.reduce((sum, [share]) => sum + share, 0);

/** So many payloads, the same at each run. */
export function mixedTraffic(count: number): readonly Uint8Array[] {
  const random = seeded(7);
  const byte = () =>
    Math.floor(random() * 256)
      .toString(16)
      .padStart(2, "0");
  const payload = () => {
    let turn = random() * shares;
    const [, type, data] = kinds.find(([share]) => {
      turn -= share;
      return turn < 0;
    }) ?? [0, 0xff, ""];
    const hex = data
      .split(" ")
      .map((part) =>
        part.endsWith("*") ? Array.from({ length: Number(part.slice(0, -1)) }, byte).join("") : part,
      )
      .join("");
    return concat(flags, ad(type, fromHex(hex)));
  };
  return Array.from({ length: count }, payload);
}

/** What the bridge may be asked of a payload, each counting what it found. */
export const decodedWays = {
  decoded: (payload: Uint8Array) => decodeAdvertisement(payload).outcomes.length,
  spanned(payload: Uint8Array) {
    let spans = 0;
    for (const outcome of decodeAdvertisement(payload).outcomes) spans += outcome.spans().length;
    return spans;
  },
  everyByte(payload: Uint8Array) {
    const { outcomes, commonSpans } = decodeAdvertisement(payload);
    let spans = commonSpans().length;
    for (const outcome of outcomes) spans += outcome.spans().length;
    return spans;
  },
};
