// Minew S1: temperature and humidity in 8.8 fixed point, and now and then who it is.
// Layout as measured and described by https://github.com/reelyactive/advlib-ble-services
import { adStructure, ascii, be16, clamp, flags, le16, serviceData } from "./ad-structures.ts";

const service = 0xffe1;
const sensorFrame = 0xa1;
const product = { climate: 0x01, info: 0x08 } as const;
const fixed = (value: number): number[] => be16(clamp(value * 256, -32_767, 32_767));

const minewPayload = (frame: readonly number[]): number[] => [
  ...flags,
  ...adStructure(0x03, le16(service)),
  ...serviceData(service, [sensorFrame, ...frame]),
];

/** @param humidity and @param battery percent. @param address as displayed. */
export function minewClimatePayload(
  { celsius, humidity, battery }: { celsius: number; humidity: number; battery: number },
  address: readonly number[],
): number[] {
  return minewPayload([
    product.climate,
    clamp(battery, 0, 100),
    ...fixed(celsius),
    ...fixed(humidity),
    ...[...address].reverse(),
  ]);
}

/** @param name eight letters of ASCII at most. */
export function minewInfoPayload(battery: number, address: readonly number[], name: string): number[] {
  return minewPayload([product.info, clamp(battery, 0, 100), ...[...address].reverse(), ...ascii(name)]);
}
