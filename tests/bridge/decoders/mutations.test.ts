// Each decoder against a hundred thousand seeded mutations of its own frames, and all of them against pure chance.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AdvertisementDecoder, noKeys } from "../../../bridge/decoders/decoder.ts";
import { advertisementDecoders, decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { contextOf, payloadOf, type Row, vectors } from "../../helpers/advertisement-rows.ts";
import { holdsFor, mutate, seeded } from "../../helpers/decoder-suite.ts";
import { ad, concat, flags, fromHex } from "./payloads.ts";

const mutationsEach = 100_000;
const severalSeconds = 60_000;

const formatsOf = (row: Row) =>
  decodeAdvertisement(payloadOf(row), contextOf(row)).outcomes.map(({ format }) => format);

describe("a hundred thousand mutations of frames of", () => {
  it.for(advertisementDecoders.map(({ name }) => name))(
    "%s never throw, point outside or pass a bound",
    { timeout: severalSeconds },
    (name) => {
      const own = vectors.filter((row) => formatsOf(row).includes(name));
      expect(own.length).toBeGreaterThan(0);
      const frames = own.map((row) => ({ payload: payloadOf(row), context: contextOf(row) }));
      const random = seeded(mutationsEach);
      let recognised = 0;
      for (let i = 0; i < mutationsEach; i += 1) {
        const { payload, context } = frames[i % frames.length] ?? { payload: flags, context: noKeys };
        if (holdsFor(mutate(payload, random), context).includes(name)) recognised += 1;
      }
      // Most still reach the decoder: the mutations are not mere noise.
      expect(recognised).toBeGreaterThan(mutationsEach / 4);
    },
  );
});

/** The number a decoder listens to, as it stands on the air; any company is Ruuvi's here. */
function headOf({ listens }: AdvertisementDecoder): { type: number; head: Uint8Array } {
  const number =
    "service" in listens ? listens.service : listens.company === "any" ? 0x0499 : listens.company;
  return { type: "service" in listens ? 0x16 : 0xff, head: Uint8Array.of(number & 0xff, number >> 8) };
}

describe("bytes of pure chance", () => {
  it("never throw nor point outside", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 255 }), (bytes) => void holdsFor(bytes)),
      { numRuns: 3000 },
    );
  });

  it("behind each decoder's own number, and a key for everybody, neither", () => {
    const key = fromHex("231d39c1d7cc1ab1aee224cd096db932");
    const context = { address: "5448e68f80a5", keyFor: () => key };
    fc.assert(
      fc.property(
        fc.constantFrom(...advertisementDecoders),
        fc.uint8Array({ maxLength: 45 }),
        fc.boolean(),
        (decoder, tail, hasKey) => {
          const { type, head } = headOf(decoder);
          holdsFor(concat(flags, ad(type, concat(head, tail))), hasKey ? context : undefined);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it("in the longest structure a service may have, say no more than the bounds", () => {
    for (const decoder of advertisementDecoders) {
      const { type, head } = headOf(decoder);
      for (const fill of [0x00, 0x01, 0x10, 0x3a, 0x40, 0x53, 0xa1, 0xff]) {
        const tail = new Uint8Array(250).fill(fill);
        tail[0] = 0x40;
        holdsFor(ad(type, concat(head, tail)));
        holdsFor(ad(type, concat(head, new Uint8Array(250).fill(fill))));
      }
    }
  });

  it("in a long payload stuffed with tiny frames stop at a bound", () => {
    const tiny = ad(0x16, fromHex("d2fc40"));
    const stuffed = new Uint8Array(1650);
    for (let at = 0; at + tiny.length <= stuffed.length; at += tiny.length) stuffed.set(tiny, at);
    expect(holdsFor(stuffed).length).toBeLessThanOrEqual(8);
  });
});

describe("every truncation of every row", () => {
  it("refuses or yields less, and never more", () => {
    for (const row of vectors) {
      const payload = payloadOf(row);
      const context = contextOf(row);
      for (let length = 0; length < payload.length; length += 1) {
        // Cut on the air: the last structure then overruns and is left alone.
        const cut = payload.subarray(0, length);
        holdsFor(cut, context);
      }
      // Cut at the source, with a length that agrees.
      for (let cut = 1; cut < payload.length - flags.length - 2; cut += 1) {
        const short = payload.slice(0, payload.length - cut);
        if (flags.length + 1 + (short[flags.length] ?? 0) <= short.length) continue;
        short[flags.length] = short.length - flags.length - 1;
        holdsFor(short, context);
      }
    }
  });

  it("of a format with a fixed length is refused", () => {
    // Those that may rightly be shorter: text, a list of objects, an optional end, or another format by its length.
    const open =
      /^(eddystone-(url|uid)|altbeacon|bthome|mibeacon|minew|espruino|pvvx|pvvx-encrypted|atc1441)$/;
    for (const row of vectors.filter(({ part }) => part !== "advertising_payload")) {
      const payload = payloadOf(row);
      for (let cut = 1; cut < payload.length - flags.length - 3; cut += 1) {
        const short = payload.slice(0, payload.length - cut);
        short[flags.length] = short.length - flags.length - 1;
        const [outcome] = decodeAdvertisement(short, contextOf(row)).outcomes;
        if (outcome?.ok === true)
          expect([row.name, outcome.format]).toEqual([row.name, expect.stringMatching(open)]);
      }
    }
  });
});
