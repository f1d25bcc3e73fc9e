// The radio noise of a room full of people: phones, watches, laptops, lost keys. Recognised by name so that it can be
// counted, never decoded, never logged: some of these frames carry a network address or somebody's lost item.
// Signatures from the Bluetooth Assigned Numbers (companies, 16-bit services) and the Apple type byte, as published by
// the furiousMAC project (https://github.com/furiousMAC/continuity).
import { u8 } from "./bytes.ts";

export const noiseNames = [
  "apple",
  "apple-airdrop",
  "apple-homekit",
  "apple-airpods",
  "apple-airplay",
  "apple-watch",
  "apple-handoff",
  "apple-hotspot",
  "apple-nearby",
  "find-my",
  "find-hub",
  "microsoft",
  "samsung",
  "google",
  "google-fast-pair",
  "smart-tag",
  "tile",
  "unwanted-tracker",
  "exposure-notification",
] as const;
export type NoiseName = (typeof noiseNames)[number];

const apple = 0x004c;
/** The one useful type: a frame of it that the decoder left alone is nobody's. */
const appleProximity = 0x02;
const appleTypes: Readonly<Record<number, NoiseName>> = {
  5: "apple-airdrop",
  6: "apple-homekit",
  7: "apple-airpods",
  9: "apple-airplay",
  10: "apple-airplay",
  11: "apple-watch",
  12: "apple-handoff",
  13: "apple-hotspot",
  14: "apple-hotspot",
  15: "apple-nearby",
  16: "apple-nearby",
  18: "find-my",
};

const companies: Readonly<Record<number, NoiseName>> = {
  6: "microsoft",
  117: "samsung",
  224: "google",
};

const services: Readonly<Record<number, NoiseName>> = {
  64879: "exposure-notification",
  65068: "google-fast-pair",
  65267: "google",
  64858: "smart-tag",
  65261: "tile",
  // The service that trackers of any make show when they are away from their owner (DULT).
  64690: "unwanted-tracker",
};

const eddystoneService = 0xfeaa;
/** Google Find Hub: a tracker near its owner, and away from them. */
const findHubTypes: readonly number[] = [0x40, 0x41];

/** What this maker's data of a stranger is, or `undefined` when it is none of these. `data` has no company number. */
export function noiseOfCompany(company: number, data: Uint8Array): NoiseName | undefined {
  if (company !== apple) return companies[company];
  const type = u8(data, 0);
  return type === appleProximity && data.length > 0 ? undefined : (appleTypes[type] ?? "apple");
}

/** What this service's data of a stranger is, or `undefined` when it is none of these. `data` has no service number. */
export function noiseOfService(service: number, data: Uint8Array): NoiseName | undefined {
  if (service === eddystoneService) return findHubTypes.includes(u8(data, 0)) ? "find-hub" : undefined;
  return services[service];
}
