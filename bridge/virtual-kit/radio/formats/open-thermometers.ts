// The two open firmwares of Xiaomi's square thermometer, data of service 0x181A.
// https://github.com/atc1441/ATC_MiThermometer and https://github.com/pvvx/ATC_MiThermometer
import { be16, clamp, flags, le16, serviceData, signedSteps, unsignedSteps } from "./ad-structures.ts";

const environmentalSensing = 0x181a;

export interface ThermometerMeasurement {
  readonly celsius: number;
  /** Percent. */
  readonly humidity: number;
  /** Percent. */
  readonly battery: number;
  readonly millivolts: number;
  /** One more with each measurement. */
  readonly sequence: number;
}

/** Thirteen bytes, the big one first. @param address as displayed. */
export function atc1441Payload(measured: ThermometerMeasurement, address: readonly number[]): number[] {
  return [
    ...flags,
    ...serviceData(environmentalSensing, [
      ...address,
      ...be16(signedSteps(measured.celsius, 0.1)),
      clamp(measured.humidity, 0, 100),
      clamp(measured.battery, 0, 100),
      ...be16(clamp(measured.millivolts, 0, 0xffff)),
      measured.sequence & 0xff,
    ]),
  ];
}

/** Fifteen bytes, the small one first, the address too. @param address as displayed. */
export function pvvxPayload(measured: ThermometerMeasurement, address: readonly number[]): number[] {
  const noOutputs = 0;
  return [
    ...flags,
    ...serviceData(environmentalSensing, [
      ...[...address].reverse(),
      ...le16(signedSteps(measured.celsius, 0.01)),
      ...le16(unsignedSteps(measured.humidity, 0.01)),
      ...le16(clamp(measured.millivolts, 0, 0xffff)),
      clamp(measured.battery, 0, 100),
      measured.sequence & 0xff,
      noOutputs,
    ]),
  ];
}
