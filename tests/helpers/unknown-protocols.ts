// Devices nobody knows, invented: streams of frames with a counter, a temperature and a checksum planted in them, by seed.
import { createRandom, type Random } from "../../bridge/virtual-kit/random.ts";

export const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

export const repeat = (count: number, make: (index: number) => Uint8Array): Uint8Array =>
  join(...Array.from({ length: count }, (_, index) => make(index)));

export const sum8 = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

/** CRC-16/MODBUS, bit by bit: a second opinion on the tables. */
export function crcModbus(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}

/** A temperature in a room, hundredths of a degree: it drifts, as real ones do. */
export function driftingTemperature(random: Random): () => number {
  let value = 1900 + random.integer(500);
  return () => {
    value += random.integer(25) - 12;
    return value;
  };
}

/**
 * A sensor of twelve bytes: AA 55, counter, type 07, temperature (hundredths, most significant byte first), millivolts
 * (least significant first), a switch, 00, noise, sum of all before it.
 */
export function sensorFrames(seed: number, count: number): Uint8Array[] {
  const random = createRandom(seed);
  const temperature = driftingTemperature(random);
  const first = random.integer(256);
  return Array.from({ length: count }, (_, index) => {
    const celsius = temperature();
    const millivolts = 3012 - Math.floor(index / 3) + random.integer(9);
    const head = Uint8Array.of(
      ...[0xaa, 0x55, (first + index) & 0xff, 0x07, celsius >> 8, celsius & 0xff],
      ...[millivolts & 0xff, millivolts >> 8, index % 20 < 12 ? 0x10 : 0x00, 0x00, random.integer(256)],
    );
    return Uint8Array.of(...head, sum8(head));
  });
}

/** Frames that tell their length, with a Modbus CRC behind. */
export function lengthFrames(seed: number, count: number): Uint8Array[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const body = random.bytes(3 + random.integer(10));
    const head = Uint8Array.of(0x7e, 0x01, body.length, ...body);
    const crc = crcModbus(head);
    return Uint8Array.of(...head, crc & 0xff, crc >> 8);
  });
}

export function slip(frame: Uint8Array): Uint8Array {
  const out = [...frame].flatMap((byte) =>
    byte === 0xc0 ? [0xdb, 0xdc] : byte === 0xdb ? [0xdb, 0xdd] : [byte],
  );
  return Uint8Array.of(...out, 0xc0);
}

export function cobs(frame: Uint8Array): Uint8Array {
  const out: number[] = [];
  let block: number[] = [];
  const close = () => {
    out.push(block.length + 1, ...block);
    block = [];
  };
  for (const byte of frame) {
    if (byte === 0) close();
    else block.push(byte);
    if (block.length === 254) close();
  }
  close();
  return Uint8Array.of(...out, 0);
}
