// The radio noise of a room full of people: phones, watches, laptops, lost keys. Recognised by name so that it can be
// counted, never decoded, never logged: some of these frames carry a network address or somebody's lost item.
// Signatures from the Bluetooth Assigned Numbers (companies, 16-bit services) and the Apple type byte.
import { manufacturerData, serviceData } from "./ad-structures.ts";
import { u8 } from "./bytes.ts";
import type { AdStructure } from "./decoder.ts";
import { eddystoneService } from "./eddystone.ts";

export const noiseNames = [
  "apple",
  "find-my",
  "microsoft",
  "exposure-notification",
  "find-hub",
  "eddystone-opaque",
] as const;
export type NoiseName = (typeof noiseNames)[number];

const apple = 0x004c;
const appleProximity = 0x02;
const appleFindMy = 0x12;
const microsoft = 0x0006;
const exposureService = 0xfd6f;

/** What this frame of a stranger is, or `undefined` when it is none of these. */
export function noiseOf(structures: readonly AdStructure[]): NoiseName | undefined {
  for (const { data } of manufacturerData(structures, apple)) {
    const type = data.length > 2 ? u8(data, 2) : undefined;
    if (type === appleFindMy) return "find-my";
    if (type !== appleProximity) return "apple";
  }
  if (manufacturerData(structures, microsoft).length > 0) return "microsoft";
  if (serviceData(structures, exposureService).length > 0) return "exposure-notification";
  for (const { data } of serviceData(structures, eddystoneService)) {
    const type = u8(data, 0);
    if (type === 0x40 || type === 0x41) return "find-hub";
    // Ephemeral ids and encrypted telemetry: only their owner's key reads them.
    if (data.length > 0 && (type === 0x30 || (type === 0x20 && u8(data, 1) === 0x01)))
      return "eddystone-opaque";
  }
  return undefined;
}
