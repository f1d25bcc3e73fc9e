// What must hold for any decoder and any bytes at all: nothing thrown, no span outside, nothing without a bound.
import { quantityOf } from "#contract/quantities.ts";
import type { AdvertisementOutcome, DecodingContext } from "../../bridge/decoders/decoder.ts";
import { decodeAdvertisement } from "../../bridge/decoders/registry.ts";

/** The contract's bounds: spans of a raw frame, text of a span's value, of a fact, of a field's name. */
const mostSpans = 128;
const longestValue = 200;
const longestFact = 200;
const longestField = 60;
const mostFacts = 16;
const mostReadings = 32;

/** A small seeded generator, so that a failure can be replayed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

function checkOutcome(outcome: AdvertisementOutcome, payload: Uint8Array): void {
  const spans = outcome.spans();
  if (spans.length > mostSpans) throw new Error(`${spans.length} spans`);
  for (const { offset, length, field, value = "" } of spans) {
    if (length < 1 || offset < 0 || offset + length > payload.length)
      throw new Error(`${field}: span outside`);
    if (value.length > longestValue || field.length > longestField) throw new Error(`${field}: too long`);
  }
  if (!outcome.ok) return;
  const readings = Object.entries(outcome.readings);
  if (readings.length > mostReadings) throw new Error(`${readings.length} readings`);
  for (const [id, value] of readings) {
    if (quantityOf(id) === undefined) throw new Error(`${id} is no quantity`);
    if (!Number.isFinite(value)) throw new Error(`${id} is ${value}`);
  }
  const facts = Object.entries(outcome.facts);
  if (facts.length > mostFacts) throw new Error(`${facts.length} facts`);
  for (const [fact, text] of facts) if (text.length > longestFact) throw new Error(`${fact}: too long`);
}

/**
 * Decodes some bytes and checks all that must hold.
 * @returns the formats that recognised something, refused or not.
 * @throws Error with what did not hold.
 */
export function holdsFor(payload: Uint8Array, context?: DecodingContext): string[] {
  const decoded = decodeAdvertisement(payload, context);
  if (decoded.outcomes.length > 8) throw new Error("too many outcomes");
  for (const outcome of decoded.outcomes) checkOutcome(outcome, payload);
  for (const { offset, length, value = "" } of decoded.commonSpans()) {
    if (length < 1 || offset + length > payload.length) throw new Error("common span outside");
    if (value.length > longestValue) throw new Error("common value too long");
  }
  return decoded.outcomes.map(({ format }) => format);
}

/** One to four bytes changed, then sometimes cut short or made longer; lengths are left to lie. */
export function mutate(payload: Uint8Array, random: () => number): Uint8Array {
  const below = (most: number) => Math.floor(random() * most);
  const copy = Uint8Array.from(payload);
  const edits = 1 + below(4);
  for (let edit = 0; edit < edits; edit += 1) copy[below(copy.length)] = below(256);
  const fate = below(8);
  if (fate === 0) return copy.subarray(0, 1 + below(copy.length));
  if (fate === 1) {
    const longer = new Uint8Array(copy.length + 1 + below(24));
    for (let i = copy.length; i < longer.length; i += 1) longer[i] = below(256);
    longer.set(copy);
    return longer;
  }
  return copy;
}
