// A value of a connected board's characteristic → a part. Nothing in such bytes says what they are: its number must be given.
import type { Words } from "#contract/words.ts";
import type { GattOutcome } from "../../decoders/gatt/gatt-value.ts";
import { decodeCharacteristic } from "../../decoders/gatt/registry.ts";
import type { Candidate } from "./advertisements.ts";
import { known, type Part, refusedPart, verdictOf } from "./part.ts";

const title: Words = { fr: "Valeur d’une caractéristique", en: "Value of a characteristic" };

function partOf(outcome: GattOutcome): Part {
  const { format } = outcome;
  if (!outcome.ok) return refusedPart(format, outcome.why);
  const { readings, button, quality } = outcome;
  return {
    format,
    ok: true,
    readings: known(readings),
    facts: {},
    actions: button === undefined ? [] : [`${button.channel}: ${button.state}`],
    isSuspect: quality === "suspect" ? true : undefined,
  };
}

/** What `--as characteristic:2a6e`, or with a long UUID, asks for. */
export function characteristicCandidate(as: string): Candidate | undefined {
  const [, uuid] = /^characteristic:(?:0x)?([0-9a-f]{4}|[0-9a-f-]{32,36})$/i.exec(as) ?? [];
  if (uuid === undefined) return undefined;
  return {
    as,
    isGuess: true,
    read(bytes) {
      const outcome = decodeCharacteristic(uuid, bytes);
      const parts = outcome === undefined ? [] : [partOf(outcome)];
      const spans = [...(outcome?.spans ?? [])];
      return { as, title, verdict: verdictOf(parts), bytes, parts, spans, overrunBytes: 0 };
    },
  };
}
