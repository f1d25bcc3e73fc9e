// Names of makers and services that workshops meet, so that an advertisement no decoder knows still says whose it is.
// From the Bluetooth SIG's Assigned Numbers (company identifiers, 16-bit UUIDs); a few of thousands, on purpose.
import type { Span } from "#contract/frames.ts";
import { adTypes, parseAdStructures } from "./ad-structures.ts";
import { u16le } from "./bytes.ts";

const companies: Readonly<Record<number, string>> = {
  0: "Ericsson",
  2: "Intel",
  6: "Microsoft",
  10: "Qualcomm",
  13: "Texas Instruments",
  15: "Broadcom",
  48: "STMicroelectronics",
  76: "Apple",
  89: "Nordic Semiconductor",
  117: "Samsung Electronics",
  135: "Garmin",
  158: "Bose",
  224: "Google",
  280: "Radius Networks",
  349: "Estimote",
  397: "Telink Semiconductor",
  741: "Espressif",
  767: "Silicon Laboratories",
  911: "Xiaomi",
  1177: "Ruuvi Innovations",
  1424: "Espruino",
  1593: "Shenzhen Minew",
  1749: "Sensirion",
  2409: "Woan Technology (SwitchBot)",
  65535: "tests (no maker)",
};

const services: Readonly<Record<number, string>> = {
  6154: "Device Information",
  6157: "Heart Rate",
  6159: "Battery",
  6170: "Environmental Sensing",
  6172: "User Data",
  64722: "BTHome",
  64829: "SwitchBot",
  64879: "Exposure Notification",
  65113: "Nordic DFU",
  65173: "Xiaomi",
  65194: "Eddystone",
  65529: "FIDO",
};

const hex4 = (number: number) => `0x${number.toString(16).padStart(4, "0")}`;

/** "0x0499 · Ruuvi Innovations", or the number alone. */
const named = (table: Readonly<Record<number, string>>) => (number: number) =>
  table[number] === undefined ? hex4(number) : `${hex4(number)} · ${table[number]}`;

export const companyName = named(companies);
export const serviceName = named(services);

/** Whose each structure of a payload is; offsets in the payload. */
export function ownerSpans(payload: Uint8Array): Span[] {
  return parseAdStructures(payload).structures.flatMap(({ type, data, offset }): Span[] => {
    if (data.length < 2) return [];
    const number = u16le(data, 0);
    if (type === adTypes.manufacturerData)
      return [{ offset, length: 2, field: "company id", value: companyName(number) }];
    if (type === adTypes.serviceData16)
      return [{ offset, length: 2, field: "service uuid", value: serviceName(number) }];
    return [];
  });
}
