// What are these bytes? Every way to read them is tried, and the one that explains them best is told.
import type { DecodingContext } from "../../decoders/decoder.ts";
import {
  advertisementCandidates,
  type Candidate,
  numberedCandidate,
  type Reading,
} from "./advertisements.ts";
import { characteristicCandidate } from "./characteristics.ts";
import { frameCandidates } from "./frames.ts";
import type { Dissection } from "./part.ts";
import { raddec } from "./raddec.ts";

/** Most bytes looked at: more than any frame of any format has. */
export const mostBytes = 4096;
const mostAlternatives = 4;

const candidates: readonly Candidate[] = [raddec, ...advertisementCandidates, ...frameCandidates];

/** What `--as` takes, but for `manufacturer:<id>`, `service:<id>` and `characteristic:<uuid>`. */
export const kinds: readonly string[] = candidates.map(({ as }) => as).filter((as) => !as.includes(":"));

/** Facts that any bytes of the right length would give. */
const emptyFacts: readonly string[] = ["mac", "deviceType"];

function hasContent({ parts }: Reading): boolean {
  return parts.some(
    (part) =>
      part.ok &&
      (Object.keys(part.readings).length > 0 ||
        (part.actions ?? []).length > 0 ||
        Object.keys(part.facts).some((fact) => !emptyFacts.includes(fact))),
  );
}

/** Whether these are surely AD structures: flags come first, or several structures fill the bytes to the last. */
const isStructured = ({ as, bytes, overrunBytes, spans }: Reading): boolean =>
  as === "advertisement" &&
  ((bytes[0] === 2 && bytes[1] === 1) ||
    (overrunBytes === 0 && spans.filter(({ field }) => field === "type").length > 1));

/** Below, a reading is no more than possible: it is named, not told. */
const convincing = 3;

/** How well a reading explains the bytes, when the bytes say themselves what they are. */
function worthOfNamed(reading: Reading): number {
  const isWhole = reading.overrunBytes === 0 && reading.parts.every(({ ok }) => ok);
  if (reading.verdict === "read") return isWhole ? 9 : 8;
  if (reading.verdict === "noise") return isWhole ? 8 : 4;
  if (isStructured(reading)) return 7;
  return reading.verdict === "refused" && reading.spans.length > 0 ? 7 : 0;
}

/** The same for a guess: any bytes of the right length would do, and a refusal says only that they are something else. */
function worthOfGuess(reading: Reading): number {
  const { verdict, parts, overrunBytes, spans } = reading;
  const isWhole = overrunBytes === 0 && parts.every(({ ok }) => ok);
  if (verdict === "read" && isWhole && hasContent(reading)) return 6;
  if (verdict === "read" && parts.some((part) => part.ok && part.isSealed)) return convincing;
  return verdict === "read" || (verdict === "refused" && spans.length > 0) ? 1 : 0;
}

/** What is asked for by its kind and a number. */
const byNumber = (as: string): Candidate | undefined => numberedCandidate(as) ?? characteristicCandidate(as);

/** Whether `as` is something `dissect` knows. */
export const isKind = (as: string): boolean => kinds.includes(as) || byNumber(as) !== undefined;

/**
 * Takes bytes apart.
 * @param as what they are, when that is known: one of {@link kinds}, `manufacturer:0499` or `service:fcd2`.
 */
export function dissect(bytes: Uint8Array, context: DecodingContext, as?: string): Dissection {
  if (as !== undefined) {
    const asked = candidates.find((candidate) => candidate.as === as) ?? byNumber(as);
    if (asked !== undefined) return { ...asked.read(bytes, context), alternatives: [] };
  }
  const ranked = candidates
    .map(({ read, isGuess }, order) => {
      const reading = read(bytes, context);
      return { reading, order, worth: isGuess ? worthOfGuess(reading) : worthOfNamed(reading) };
    })
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth || a.order - b.order);
  const best = ranked.find(({ worth }) => worth >= convincing);
  const alternatives = ranked
    .filter(({ worth }) => worth >= (best?.worth ?? 0) && worth < 9)
    .map(({ reading }) => reading.as)
    .filter((other) => other !== best?.reading.as)
    .slice(0, mostAlternatives);
  return { ...(best?.reading ?? nothing(bytes)), alternatives };
}

function nothing(bytes: Uint8Array): Reading {
  const title = { fr: "Octets inconnus", en: "Unknown bytes" };
  return { as: "unknown", title, verdict: "unknown", bytes, parts: [], spans: [], overrunBytes: 0 };
}
