// RuuviTag, format 5. https://docs.ruuvi.com/communication/bluetooth-advertisements/data-format-5-rawv2
import { adStructure, be16, clamp, flags } from "./ad-structures.ts";

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
