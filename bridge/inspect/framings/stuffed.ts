// Framings that keep one byte value for the end of a frame and write it otherwise inside: SLIP (RFC 1055) and COBS
// (Cheshire and Baker, 1999).
import { type Guess, totalLength, withChecksum } from "../guess.ts";

const slipEnd = 0xc0;
const slipEscape = 0xdb;
const slipEscaped: ReadonlySet<number> = new Set([0xdc, 0xdd]);
const leastFrames = 4;
const surelyEscapes = 3;
const leastValid = 0.95;
/** Shorter ones are valid too easily. */
const leastMeanBytes = 3;

/** What stands between two of `mark`, empty pieces left out; the first and last may be torn. */
function between(bytes: Uint8Array, mark: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start: number | undefined;
  bytes.forEach((byte, at) => {
    if (byte !== mark) return;
    if (start !== undefined && at > start) pieces.push(bytes.subarray(start, at));
    start = at + 1;
  });
  return pieces;
}

/** The frame without its escapes; `undefined` when an escape is wrong. */
function unslip(piece: Uint8Array): Uint8Array | undefined {
  const out: number[] = [];
  for (let at = 0; at < piece.length; at += 1) {
    const byte = piece[at] ?? 0;
    if (byte !== slipEscape) out.push(byte);
    else {
      at += 1;
      const next = piece[at] ?? 0;
      if (!slipEscaped.has(next)) return undefined;
      out.push(next === 0xdc ? slipEnd : slipEscape);
    }
  }
  return Uint8Array.from(out);
}

/** The frame as it was before; `undefined` when the chain of distances does not end where the frame does. */
function uncobs(piece: Uint8Array): Uint8Array | undefined {
  const out: number[] = [];
  let at = 0;
  while (at < piece.length) {
    const code = piece[at] ?? 0;
    if (code === 0 || at + code > piece.length) return undefined;
    for (let step = 1; step < code; step += 1) out.push(piece[at + step] ?? 0);
    at += code;
    if (code < 0xff && at < piece.length) out.push(0);
  }
  return Uint8Array.from(out);
}

function guessOne(
  bytes: Uint8Array,
  mark: number,
  decode: (piece: Uint8Array) => Uint8Array | undefined,
  describe: (frames: readonly Uint8Array[]) => Omit<Guess, "frames" | "coverage">,
): Guess[] {
  const pieces = between(bytes, mark);
  if (pieces.length < leastFrames || totalLength(pieces) < pieces.length * leastMeanBytes) return [];
  const frames = pieces.map(decode).filter((frame) => frame !== undefined);
  if (frames.length < pieces.length * leastValid) return [];
  const coverage = Math.min(1, (totalLength(pieces) + pieces.length) / bytes.length);
  return [withChecksum({ ...describe(frames), frames, coverage })];
}

export function guessStuffed(bytes: Uint8Array): Guess[] {
  const escapes = bytes.reduce((count, byte) => count + (byte === slipEscape ? 1 : 0), 0);
  return [
    ...guessOne(bytes, slipEnd, unslip, () => ({
      id: "slip",
      kind: "slip",
      // With hardly an escape it could be any format with a C0 in it.
      score: escapes >= surelyEscapes ? 0.9 : 0.5,
      what: {
        fr: `SLIP (RFC 1055) : des trames séparées par C0${escapes > 0 ? ", où DB annonce les octets déguisés" : ""}.`,
        en: `SLIP (RFC 1055): frames between C0 bytes${escapes > 0 ? ", where DB announces disguised bytes" : ""}.`,
      },
    })),
    ...guessOne(bytes, 0, uncobs, () => ({
      id: "cobs",
      kind: "cobs",
      score: 0.92,
      what: {
        fr: "COBS : des trames terminées par 00, où chaque octet de tête dit à combien de là était le prochain zéro.",
        en: "COBS: frames ended by 00, where each leading byte says how far the next zero was.",
      },
    })),
  ];
}
