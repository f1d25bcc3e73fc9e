// iBeacon: Apple's number, a UUID, two numbers, the power at 1 m.
import { adStructure, be16, flags } from "./ad-structures.ts";

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
