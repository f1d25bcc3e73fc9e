// What the bench page shows, worked out of the live bench. Pure.
import type { Bench, BenchDevice } from "#contract/bench.ts";
import type { Channel } from "#contract/devices.ts";
import type { SheetSummary } from "#contract/sheets.ts";
import { tileChannels } from "../../live/tile-channels.ts";
import { type Family, families, familyOf } from "../../ui/families.ts";

export interface Shelf {
  readonly family: Family;
  /** Ids of the devices, by name. */
  readonly devices: readonly string[];
}

/** Devices by family, in a settled order: present ones first, then by name. */
export function shelves(bench: Bench): readonly Shelf[] {
  const all = Object.values(bench.devices);
  return families
    .map((family) => ({
      family,
      devices: all
        .filter(({ device }) => familyOf(device.profile) === family)
        .sort((a, b) => Number(isHere(b)) - Number(isHere(a)) || byName(a, b))
        .map(({ device }) => device.id),
    }))
    .filter(({ devices }) => devices.length > 0);
}

export function isHere(entry: BenchDevice): boolean {
  return entry.availability?.state === "online";
}

function byName(a: BenchDevice, b: BenchDevice): number {
  return a.device.name.fr.localeCompare(b.device.name.fr, "fr") || a.device.id.localeCompare(b.device.id);
}

const ordinary = new Set<Channel["quantity"]>([
  "measurementSequence",
  "advertisementCount",
  "packetId",
  "deviceTime",
  "calibrating",
  "txPower",
  "measuredPower",
  "uptime",
  "voltage",
]);

/** The channels worth a large figure on a card: what a hand can change, not housekeeping. */
export function headlineChannels(channels: readonly Channel[], limit = 4): readonly Channel[] {
  const telling = tileChannels(channels).filter(({ quantity }) => !ordinary.has(quantity));
  return (telling.length > 0 ? telling : channels).slice(0, limit);
}

export interface BenchTotals {
  readonly strangers: number;
  readonly discarded: number;
  readonly advertisementsPerSecond: number;
}

/** Sums over the bridges heard. */
export function totals(bench: Bench): BenchTotals {
  const sum = { strangers: 0, discarded: 0, advertisementsPerSecond: 0 };
  for (const { health } of Object.values(bench.bridges)) {
    if (health === undefined) continue;
    sum.strangers += health.strangers;
    sum.discarded += health.discarded;
    sum.advertisementsPerSecond += health.advertisementsPerSecond;
  }
  return sum;
}

/** A tag lies on a reader somewhere on the bench. */
export function someTagIsRead(bench: Bench | undefined): boolean {
  return Object.values(bench?.devices ?? {}).some(({ state }) => (state?.tags?.length ?? 0) > 0);
}

/** Sheets a device could be paired with: those of its profile first, then the others. */
export function pairable(sheets: readonly SheetSummary[], profile: BenchDevice["device"]["profile"]) {
  const fits = (sheet: SheetSummary) => Number(sheet.profiles.includes(profile));
  return [...sheets].sort((a, b) => fits(b) - fits(a) || a.number.localeCompare(b.number));
}
