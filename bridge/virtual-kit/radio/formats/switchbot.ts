// SwitchBot Meter: the address in the maker's data, temperature and humidity in the service's.
// https://github.com/OpenWonderLabs/SwitchBotAPI-BLE
import { clamp, flags, makerData, serviceData } from "./ad-structures.ts";

const company = 0x0969;
const service = 0xfd3d;
const meter = 0x54;
const aboveZero = 0x80;
const noGroups = 0;

/** @param humidity and @param battery percent. @param address as displayed. */
export function switchbotMeterPayload(
  { celsius, humidity, battery }: { celsius: number; humidity: number; battery: number },
  address: readonly number[],
): number[] {
  const tenths = clamp(Math.abs(celsius) * 10, 0, 1279);
  return [
    ...flags,
    ...makerData(company, address),
    ...serviceData(service, [
      meter,
      noGroups,
      clamp(battery, 0, 100),
      tenths % 10,
      Math.floor(tenths / 10) | (celsius < 0 ? 0 : aboveZero),
      clamp(humidity, 0, 99),
    ]),
  ];
}
