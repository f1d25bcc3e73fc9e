// AltBeacon: any company, BE AC, a 20-byte id, the power at 1 m, a byte for the maker.
// https://github.com/AltBeacon/spec
import { be16, flags, makerData } from "./ad-structures.ts";

/** The number of Radius Networks, whose format it is. */
const company = 0x0118;

export interface AltbeaconIds {
  /** 16 bytes. */
  readonly family: readonly number[];
  readonly group: number;
  readonly beacon: number;
}

/** @param power dBm at 1 m. */
export function altbeaconPayload({ family, group, beacon }: AltbeaconIds, power: number): number[] {
  return [
    ...flags,
    ...makerData(company, [0xbe, 0xac, ...family, ...be16(group), ...be16(beacon), power & 0xff, 0]),
  ];
}
