// MiBeacon, Xiaomi's own format: a plant sensor that tells one thing at a time, in the clear.
// Layout: https://github.com/Bluetooth-Devices/xiaomi-ble and https://github.com/custom-components/ble_monitor
import { clamp, flags, le16, le24, serviceData, signedSteps } from "./ad-structures.ts";

const service = 0xfe95;
/** Version 2; an address, a capability and an object follow. */
const frameControl = 0x2070;
const plantSensor = 0x0098;
const canConnect = 0x0d;

export type PlantMeasurement =
  | { readonly celsius: number }
  | { readonly lux: number }
  /** Percent. */
  | { readonly moisture: number }
  /** Microsiemens per centimetre. */
  | { readonly conductivity: number };

/** @returns object number, length, value. */
function objectOf(measured: PlantMeasurement): number[] {
  if ("celsius" in measured) return [...le16(0x1004), 2, ...le16(signedSteps(measured.celsius, 0.1))];
  if ("lux" in measured) return [...le16(0x1007), 3, ...le24(clamp(measured.lux, 0, 0xff_ffff))];
  if ("moisture" in measured) return [...le16(0x1008), 1, clamp(measured.moisture, 0, 100)];
  return [...le16(0x1009), 2, ...le16(clamp(measured.conductivity, 0, 0xffff))];
}

/** @param address as displayed. @param count one more with each frame. */
export function mibeaconPayload(
  measured: PlantMeasurement,
  address: readonly number[],
  count: number,
): number[] {
  return [
    ...flags,
    ...serviceData(service, [
      ...le16(frameControl),
      ...le16(plantSensor),
      count & 0xff,
      ...[...address].reverse(),
      canConnect,
      ...objectOf(measured),
    ]),
  ];
}
