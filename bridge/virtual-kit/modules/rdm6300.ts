// RDM6300: reads what a 125 kHz tag sends on the air (EM4100, 64 bits) and repeats its number while the tag lies there.
// Two tags in the field talk over each other: nothing is read, as with real ones. EM Microelectronic EM4100 datasheet;
// ITead RDM6300 datasheet (9600 8N1, STX, ten digits, XOR checksum, ETX).
import type { ModuleChip } from "./serial-module.ts";

/** From the end of one frame to the next, as measured on real modules. */
const repeatMs = 65;
/** An antenna of this size reads a card up to here. */
const rangeMm = 45;

export interface LowFrequencyTag {
  /** Five bytes, version first. */
  readonly id: readonly number[];
  readonly distanceMm: number;
}

/** What an EM4100 tag sends, first bit first: nine ones, ten rows of four bits and parity, four column parities, a zero. */
export function em4100Bits(id: readonly number[]): number[] {
  const bits = new Array<number>(9).fill(1);
  const columns = [0, 0, 0, 0];
  for (const nibble of id.flatMap((byte) => [byte >> 4, byte & 0x0f])) {
    const row = [3, 2, 1, 0].map((place) => (nibble >> place) & 1);
    for (const [column, bit] of row.entries()) columns[column] = (columns[column] ?? 0) ^ bit;
    bits.push(
      ...row,
      row.reduce((parity, bit) => parity ^ bit, 0),
    );
  }
  return [...bits, ...columns, 0];
}

/** What the module makes of 64 bits; `undefined` when a parity is wrong. */
function readBits(bits: readonly number[]): number[] | undefined {
  const nibbles: number[] = [];
  for (let row = 0; row < 10; row++) {
    const [a = 0, b = 0, c = 0, d = 0, parity = 0] = bits.slice(9 + row * 5, 14 + row * 5);
    if ((a ^ b ^ c ^ d) !== parity) return undefined;
    nibbles.push(a * 8 + b * 4 + c * 2 + d);
  }
  return Array.from(
    { length: 5 },
    (_, index) => (nibbles[index * 2] ?? 0) * 16 + (nibbles[index * 2 + 1] ?? 0),
  );
}

const hex2 = (byte: number) => byte.toString(16).toUpperCase().padStart(2, "0");

export class Rdm6300 implements ModuleChip {
  readonly baudRate = 9600;
  private readonly field: () => readonly LowFrequencyTag[];
  private nextMs = 0;

  /** @param field tags near the antenna, asked at each reading. */
  constructor(field: () => readonly LowFrequencyTag[]) {
    this.field = field;
  }

  powerOn(ms: number): void {
    this.nextMs = ms + repeatMs;
  }

  powerOff(): void {}

  /** It listens to nobody. */
  receive(): void {}

  *runUntil(ms: number): Iterable<number> {
    for (; this.nextMs <= ms; this.nextMs += repeatMs) {
      const [only, ...others] = this.field().filter(({ distanceMm }) => distanceMm <= rangeMm);
      const id = only === undefined || others.length > 0 ? undefined : readBits(em4100Bits(only.id));
      if (id === undefined) continue;
      const checksum = id.reduce((xor, byte) => xor ^ byte, 0);
      const text = [...id, checksum].map(hex2).join("");
      yield 0x02;
      for (const character of text) yield character.charCodeAt(0);
      yield 0x03;
    }
  }
}
