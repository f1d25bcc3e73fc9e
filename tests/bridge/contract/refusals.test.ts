// Every refusal has its sentence in both languages, whatever the decoder knew, and one of the five reasons of an event.
import { describe, expect, it } from "vitest";
import { discardReasons, eventSchema } from "#contract/events.ts";
import {
  discardReasonOf,
  type Refusal,
  refusalCodes,
  refusalWords,
  type Why,
  wrongLength,
} from "#contract/refusals.ts";
import { wordsSchema } from "#contract/words.ts";

/** Codes that say enough alone. */
const alone = [
  ...discardReasons,
  ...(["cut", "form", "shape", "trailing", "no-values"] as const),
  ...(["out-of-order", "replayed", "unsealed", "wrong-key"] as const),
];
const more: Partial<Refusal>[] = [
  { at: 0, field: "temperature", found: 412.5, least: -40, most: 85 },
  { field: "mac", found: "0x7f", wanted: "0x80" },
  { field: "x-new", found: 1, wanted: [18, 20] },
  { field: "uid", found: 0, most: 16 },
];
const every: readonly Why[] = [
  ...discardReasons,
  ...alone.flatMap((code): Refusal[] => [{ code }, { code, at: 3 }]),
  ...refusalCodes.flatMap((code) => more.map((parts): Refusal => ({ code, ...parts }))),
];

describe("the sentence of a refusal", () => {
  it("is whole in both languages, and written as each language asks", () => {
    for (const why of every) {
      const { fr, en } = wordsSchema.parse(refusalWords(why));
      const about = JSON.stringify(why);
      for (const text of [fr, en]) {
        expect(text, about).toMatch(/^[\p{Lu}«“].*\.$/u);
        expect(text, about).not.toMatch(/undefined|NaN|\s\s|\s\.|\.\.|\(\)/);
      }
      expect(fr, about).not.toMatch(/ [:;?!]|« | »|'/);
      expect(en, about).not.toMatch(/\s[:;?!]|'/);
      expect(fr, about).not.toBe(en);
    }
  });

  it("gives numbers in the figures of the language, in the unit of their quantity", () => {
    const { fr, en } = refusalWords({
      code: "out-of-range",
      at: 7,
      field: "temperature",
      found: -300.5,
      least: -273.15,
    });
    expect(fr).toMatch(
      /^«\u00a0Température\u00a0» vaudrait .300,5\u00a0°C; il faut au moins .273,15\u00a0°C \(à l’octet 7\)\. /,
    );
    expect(en).toMatch(
      /^“Temperature” would be .300\.5\u00a0°C; it takes at least .273\.15\u00a0°C \(at byte 7\)\. /,
    );
  });

  it("counts one as each language does", () => {
    const lengths = [0, 1, 2].map((found) => refusalWords(wrongLength(found, [18, 20])));
    expect(lengths.map(({ fr }) => fr)).toEqual([
      "Il y a 0 octet; il en faut 18 ou 20.",
      "Il y a 1 octet; il en faut 18 ou 20.",
      "Il y a 2 octets; il en faut 18 ou 20.",
    ]);
    expect(lengths.map(({ en }) => en)).toEqual([
      "There are 0 bytes; it takes 18 or 20.",
      "There is 1 byte; it takes 18 or 20.",
      "There are 2 bytes; it takes 18 or 20.",
    ]);
  });

  it("goes with a reason for programs, and both fit in an event", () => {
    for (const why of every) {
      const event = {
        ...{ v: 1, id: "b-1-1", seq: 1, time: "2026-01-01T00:00:00.000Z", mono: 1 },
        ...{ bridge: "b", device: "d", source: "simulated", kind: "frame-discarded" },
        ...{ reason: discardReasonOf(why), why: refusalWords(why), bytes: 1, hex: "00", count: 1 },
      };
      expect(eventSchema.safeParse(event).success, JSON.stringify(why)).toBe(true);
    }
  });
});
