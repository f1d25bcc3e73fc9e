// Eddystone: the frames UID, URL and TLM. https://github.com/google/eddystone/blob/master/protocol-specification.md
import { adStructure, ascii, be16, be32, clamp, flags } from "./ad-structures.ts";

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
  return eddystonePayload([0x10, atZeroMetres(power), scheme, ...ascii(text)]);
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
