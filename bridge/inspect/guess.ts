// One way the bytes may be cut into frames, before its fields are looked at.
import type { FramingKind } from "#contract/inspection.ts";
import type { Words } from "#contract/words.ts";
import { type Checksum, findChecksum } from "./checksums.ts";

export interface Guess {
  readonly id: string;
  readonly kind: FramingKind;
  /** 0 to 1. */
  readonly score: number;
  readonly what: Words;
  /** In the order heard. */
  readonly frames: readonly Uint8Array[];
  /** Of the bytes, how many are in whole frames, 0 to 1. */
  readonly coverage: number;
  readonly checksum?: Checksum;
  /** Of lines: what stands between values. */
  readonly separator?: string;
  /** Where in the frame a byte says how long the frame is, when one does. */
  readonly lengthAt?: number;
}

/** How sure a checksum that fits makes it. */
const checkedScore = 0.97;
/** Frames that are told by less than this are not told. */
export const leastScore = 0.35;

/** The guess with its trailing checksum, when its frames have one: that is the best proof of a framing. */
export function withChecksum(guess: Guess): Guess {
  const checksum = findChecksum(guess.frames);
  return checksum === undefined
    ? guess
    : { ...guess, checksum, score: Math.max(guess.score, checkedScore * (0.9 + 0.1 * guess.coverage)) };
}

export const clamp = (score: number): number => Math.max(0, Math.min(1, score));

export const totalLength = (frames: readonly Uint8Array[]): number =>
  frames.reduce((sum, { length }) => sum + length, 0);

export const hexByte = (byte: number): string => byte.toString(16).padStart(2, "0").toUpperCase();

/** How often each byte value comes. */
export function histogram(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts;
}

/** Bytes that frames often start with: sync patterns, STX, Modbus-like and gas sensors' starts. */
export const usualStarts: ReadonlySet<number> = new Set([
  ...[0xaa, 0x55, 0xa5, 0x5a, 0x7e, 0x02, 0xfe, 0xff, 0x42, 0x68, 0x16, 0xf0, 0xeb, 0xb5],
  ...[0x24, 0x3a, 0x23, 0x21, 0x3c, 0x7b],
]);
/** Bytes that frames often end with. */
export const usualEnds: ReadonlySet<number> = new Set([
  ...[0x03, 0x04, 0x0a, 0x0d, 0x16, 0x7e, 0xed, 0xef, 0x3b, 0x3e, 0x7d],
]);
