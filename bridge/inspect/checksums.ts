// The checksums that small devices end their frames with, and which of them a set of frames obeys. Pure.
// Parameters: Greg Cook's catalogue of parametrised CRC algorithms, https://reveng.sourceforge.io/crc-catalogue/

interface Algorithm {
  readonly name: string;
  /** Bytes it takes at the end of a frame. */
  readonly size: 1 | 2;
  /** Of bytes `from` to `to` of a frame. */
  compute(bytes: Uint8Array, from: number, to: number): number;
}

const reverse = (value: number, bits: number): number => {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit += 1) if (value & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
  return reversed;
};

/** @param polynomial most significant bit first, as catalogues print it. */
function crcTable(bits: 8 | 16, polynomial: number, isReflected: boolean): Uint16Array {
  const table = new Uint16Array(256);
  const mask = 2 ** bits - 1;
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = isReflected ? byte : byte << (bits - 8);
    const low = reverse(polynomial, bits);
    for (let step = 0; step < 8; step += 1) {
      if (isReflected) crc = crc & 1 ? (crc >>> 1) ^ low : crc >>> 1;
      else crc = crc & (1 << (bits - 1)) ? ((crc << 1) ^ polynomial) & mask : (crc << 1) & mask;
    }
    table[byte] = crc;
  }
  return table;
}

function crc(name: string, bits: 8 | 16, polynomial: number, start: number, isReflected: boolean): Algorithm {
  const table = crcTable(bits, polynomial, isReflected);
  const mask = 2 ** bits - 1;
  return {
    name,
    size: bits === 8 ? 1 : 2,
    compute(bytes, from, to) {
      let value = start;
      for (let at = from; at < to; at += 1) {
        const byte = bytes[at] ?? 0;
        value = isReflected
          ? (value >>> 8) ^ (table[(value ^ byte) & 0xff] ?? 0)
          : ((value << 8) & mask) ^ (table[((value >>> (bits - 8)) ^ byte) & 0xff] ?? 0);
      }
      return value;
    },
  };
}

const folded = (
  name: string,
  size: 1 | 2,
  fold: (sum: number, byte: number) => number,
  end = (sum: number) => sum,
) =>
  ({
    name,
    size,
    compute(bytes, from, to) {
      let sum = 0;
      for (let at = from; at < to; at += 1) sum = fold(sum, bytes[at] ?? 0);
      return end(sum);
    },
  }) satisfies Algorithm;

const add = (sum: number, byte: number) => (sum + byte) & 0xffff;

/** The simplest first: where two fit, the simpler is the likelier. */
const algorithms: readonly Algorithm[] = [
  folded("sum", 1, add, (sum) => sum & 0xff),
  folded("xor", 1, (sum, byte) => sum ^ byte),
  folded("256 − sum", 1, add, (sum) => -sum & 0xff),
  folded("255 − sum", 1, add, (sum) => ~sum & 0xff),
  folded("sum16", 2, add),
  crc("crc-8/smbus", 8, 0x07, 0, false),
  crc("crc-8/maxim", 8, 0x31, 0, true),
  crc("crc-8/nrsc-5", 8, 0x31, 0xff, false),
  crc("crc-8/sae-j1850 (00)", 8, 0x1d, 0, false),
  crc("crc-16/modbus", 16, 0x8005, 0xffff, true),
  crc("crc-16/arc", 16, 0x8005, 0, true),
  crc("crc-16/ibm-3740", 16, 0x1021, 0xffff, false),
  crc("crc-16/xmodem", 16, 0x1021, 0, false),
  crc("crc-16/kermit", 16, 0x1021, 0, true),
  crc("crc-16/mcrf4xx", 16, 0x1021, 0xffff, true),
];

export interface Checksum {
  readonly name: string;
  /** Bytes of each frame it takes. */
  readonly size: 1 | 2;
  /** Bytes after it: a stop byte or a line end. */
  readonly after: number;
  /** First byte it covers. */
  readonly from: number;
}

/** Different frames it takes to believe in a checksum of one byte; a wrong one then fits once in four thousand million. */
const leastFrames = 4;
const framesTried = 24;
const mostSkipped = 3;
const mostAfter = 2;
/** A frame cut by lost bytes must not hide the rest. */
const share = 0.9;

/**
 * The checksum at the end of these frames, when all but a few obey one.
 * @param frames whole frames of any lengths; the same frame again proves nothing and is left out.
 */
export function findChecksum(frames: readonly Uint8Array[]): Checksum | undefined {
  const distinct = new Map<string, Uint8Array>();
  for (const frame of frames) {
    if (frame.length < 3 || frame.length > 512) continue;
    distinct.set(Buffer.from(frame).toString("latin1"), frame);
    if (distinct.size >= framesTried) break;
  }
  const tried = [...distinct.values()];
  if (tried.length < leastFrames) return undefined;
  for (let after = 0; after <= mostAfter; after += 1)
    for (let from = 0; from <= mostSkipped; from += 1)
      for (const algorithm of algorithms)
        for (const isLittle of algorithm.size === 2 ? [false, true] : [false]) {
          if (!obey(tried, algorithm, from, after, isLittle)) continue;
          const order = algorithm.size === 1 ? "" : isLittle ? " LE" : " BE";
          return { name: `${algorithm.name}${order}`, size: algorithm.size, after, from };
        }
  return undefined;
}

function obey(
  frames: readonly Uint8Array[],
  { size, compute }: Algorithm,
  from: number,
  after: number,
  isLittle: boolean,
): boolean {
  let wrong = 0;
  const mostWrong = Math.floor(frames.length * (1 - share));
  const values = new Set<number>();
  for (const frame of frames) {
    const at = frame.length - after - size;
    const first = frame[at] ?? 0;
    const second = frame[at + 1] ?? 0;
    const claimed = size === 1 ? first : isLittle ? first | (second << 8) : (first << 8) | second;
    if (at <= from || compute(frame, from, at) !== claimed) {
      wrong += 1;
      if (wrong > mostWrong) return false;
    } else values.add(claimed);
  }
  // The same value each time may be a constant that fits by chance.
  return values.size > 1;
}

/** A checksum of the list, by name, over all the bytes. @returns 0 for a name that is not there. */
export const computeChecksum = (name: string, bytes: Uint8Array): number =>
  algorithms.find((one) => one.name === name)?.compute(bytes, 0, bytes.length) ?? 0;
