// What a taught beacon looks like to the rest of the house: its id, model, channels and facts.
import { createHash } from "node:crypto";
import type { Channel, Device } from "#contract/devices.ts";
import type { EventSource } from "#contract/events.ts";
import { toId } from "#contract/identifiers.ts";
import { type QuantityId, quantities, quantityIds, quantityOf } from "#contract/quantities.ts";
import type { Words } from "#contract/words.ts";
import { advertisementDecoders } from "../../decoders/registry.ts";
import { rawWatchCapability } from "../raw-watch.ts";

const models: ReadonlyMap<string, string> = new Map(
  advertisementDecoders.map(({ name, model }) => [name, model]),
);

/** Model of a decoder's format. */
export function modelOf(format: string): string {
  return models.get(format) ?? format;
}

/** The same beacon has the same id on every bench and after every start; the identity itself does not show. */
export function deviceIdOf(model: string, identity: string): string {
  return toId(`${model}-${createHash("sha256").update(identity).digest("hex").slice(0, 6)}`, model);
}

/** Ranges of charts and dials, in the quantity's unit. */
const ranges: Partial<Record<QuantityId, { readonly min: number; readonly max: number }>> = {
  rssi: { min: -100, max: -30 },
  distance: { min: 0, max: 30 },
  distanceLow: { min: 0, max: 30 },
  distanceHigh: { min: 0, max: 30 },
  relativeHumidity: { min: 0, max: 100 },
  batteryVoltage: { min: 1.6, max: 3.6 },
  batteryLevel: { min: 0, max: 100 },
  moisture: { min: 0, max: 100 },
};

/** One channel per reading, named for its quantity, in the contract's order; several of a kind carry their number. */
export function channelsOf(seen: ReadonlySet<string>): Channel[] {
  return [...seen]
    .flatMap((id) => {
      const found = quantityOf(id);
      return found === undefined ? [] : [{ id, ...found }];
    })
    .sort(
      (a, b) =>
        quantityIds.indexOf(a.quantity) - quantityIds.indexOf(b.quantity) || (a.index ?? 0) - (b.index ?? 0),
    )
    .map(({ id, quantity, index }) => {
      const { fr, en } = quantities[quantity].name;
      const name = index === undefined ? { fr, en } : { fr: `${fr} ${index}`, en: `${en} ${index}` };
      return { id, quantity, name, ...ranges[quantity] };
    });
}

export interface BeaconDescription {
  readonly id: string;
  readonly bridge: string;
  readonly name: Words;
  readonly model: string;
  readonly source: EventSource;
  readonly quantities: ReadonlySet<string>;
  readonly facts: Readonly<Record<string, string>>;
  readonly key: Device["key"];
  readonly calibration: Device["calibration"];
}

/** A fact is a line on a page: the contract allows so many characters. */
const longestFact = 200;

export function describe(description: BeaconDescription): Device {
  const { id, bridge, name, model, source, facts, key, calibration } = description;
  return {
    id,
    bridge,
    name,
    model,
    profile: "ble-beacon",
    ...(key === undefined ? {} : { key }),
    ...(calibration === undefined ? {} : { calibration }),
    transport: "ble",
    source,
    channels: channelsOf(description.quantities),
    capabilities: [rawWatchCapability],
    facts: Object.fromEntries(
      Object.entries(facts).map(([fact, value]) => [fact, value.slice(0, longestFact)]),
    ),
  };
}
