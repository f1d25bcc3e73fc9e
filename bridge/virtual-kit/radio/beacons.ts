// Advertising payloads of the kit's radios: AD structures (Core Specification Supplement, part A), iBeacon, Eddystone, Ruuvi RAWv2.
import type { Random } from "../random.ts";

const flags = [0x02, 0x01, 0x06];

/** One AD structure. @throws never; 29 data bytes at most fit a payload. */
export function adStructure(type: number, data: readonly number[]): number[] {
  return [data.length + 1, type, ...data];
}

const be16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
const be32 = (value: number): number[] => [
  ...be16(Math.floor(value / 65_536) & 0xffff),
  ...be16(value % 65_536),
];
const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, Math.round(value)));

/** @param power dBm at 1 m. */
export function ibeaconPayload(
  uuid: readonly number[],
  major: number,
  minor: number,
  power: number,
): number[] {
  return [
    ...flags,
    ...adStructure(0xff, [0x4c, 0x00, 0x02, 0x15, ...uuid, ...be16(major), ...be16(minor), power & 0xff]),
  ];
}

const eddystonePayload = (frame: readonly number[]): number[] => [
  ...flags,
  ...adStructure(0x03, [0xaa, 0xfe]),
  ...adStructure(0x16, [0xaa, 0xfe, ...frame]),
];

/** Eddystone declares its power at 0 m, 41 dB above the value at 1 m. */
const atZeroMetres = (power: number): number => (power + 41) & 0xff;

export function eddystoneUidPayload(
  namespace: readonly number[],
  instance: readonly number[],
  power: number,
): number[] {
  return eddystonePayload([0x00, atZeroMetres(power), ...namespace, ...instance, 0, 0]);
}

/** @param text what follows the scheme; 17 characters at most, none below 0x21. */
export function eddystoneUrlPayload(scheme: number, text: string, power: number): number[] {
  return eddystonePayload([
    0x10,
    atZeroMetres(power),
    scheme,
    ...[...text].map((character) => character.charCodeAt(0)),
  ]);
}

/** @param count frames sent since power-up. @param uptime seconds since power-up. */
export function eddystoneTlmPayload(
  millivolts: number,
  celsius: number,
  count: number,
  uptime: number,
): number[] {
  return eddystonePayload([
    0x20,
    0x00,
    ...be16(clamp(millivolts, 0, 0xffff)),
    ...be16(clamp(celsius * 256, -32_767, 32_767)),
    ...be32(count % 0x1_0000_0000),
    ...be32(Math.floor(uptime * 10) % 0x1_0000_0000),
  ]);
}

export interface RuuviMeasurement {
  readonly celsius: number;
  /** Percent. */
  readonly humidity: number;
  readonly pascals: number;
  /** Thousandths of g. */
  readonly acceleration: readonly [number, number, number];
  readonly millivolts: number;
  /** dBm, −40 to 20. */
  readonly txPower: number;
  readonly movements: number;
  readonly sequence: number;
}

export function ruuviPayload(measured: RuuviMeasurement, address: readonly number[]): number[] {
  const power = (clamp(measured.millivolts - 1600, 0, 2046) << 5) | clamp((measured.txPower + 40) / 2, 0, 30);
  return [
    ...flags,
    ...adStructure(0xff, [
      0x99,
      0x04,
      0x05,
      ...be16(clamp(measured.celsius / 0.005, -32_767, 32_767)),
      ...be16(clamp(measured.humidity / 0.0025, 0, 0xfffe)),
      ...be16(clamp(measured.pascals - 50_000, 0, 0xfffe)),
      ...measured.acceleration.flatMap((axis) => be16(clamp(axis, -32_767, 32_767))),
      ...be16(power),
      measured.movements % 255,
      ...be16(measured.sequence % 65_535),
      ...address,
    ]),
  ];
}

/** A board one connects to: the 16-bit services it offers, and its name. @param name 24 bytes of ASCII at most. */
export function peripheralPayload(name: string, services: readonly number[]): number[] {
  const listed = services.flatMap((service) => [service & 0xff, service >> 8]);
  return [
    ...flags,
    ...(listed.length > 0 ? adStructure(0x03, listed) : []),
    ...adStructure(
      0x09,
      [...name].map((character) => character.charCodeAt(0)),
    ),
  ];
}

/** What phones and laptops of passers-by say: bytes that look like Apple Nearby, Find My or Microsoft's, and mean nothing. */
export function strangerPayload(random: Random): number[] {
  const kind = random.integer(4);
  const any = (count: number): number[] => [...random.bytes(count)];
  if (kind < 2) {
    return [
      ...adStructure(0x01, [0x1a]),
      ...adStructure(0x0a, [0x0c]),
      ...adStructure(0xff, [0x4c, 0x00, 0x10, 0x05, ...any(5)]),
    ];
  }
  if (kind === 2) return adStructure(0xff, [0x4c, 0x00, 0x12, 0x19, ...any(25)]);
  return adStructure(0xff, [0x06, 0x00, 0x01, 0x09, 0x20, 0x02, ...any(22)]);
}
