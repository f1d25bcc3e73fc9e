// Beacons heard close by and not taught: for the trainer who wants to teach one. Only formats made to be heard by
// everyone; no address in it, forgotten after half a minute.
import type { NearbyBeacon } from "#contract/api/teaching.ts";

const rememberedMs = 30_000;
const mostNearby = 100;
const keyBytes = 6;
/** Facts that are an address, or a part of one. */
const hiddenFacts: readonly string[] = ["mac", "macEnd", "deviceId"];

interface Entry {
  readonly key: string;
  readonly identity: string;
  readonly model: string;
  readonly rssi: number;
  readonly facts: Readonly<Record<string, string>>;
  readonly mono: number;
}

export interface Nearby {
  hear(heard: Omit<Entry, "key">): void;
  /** Strongest first. */
  list(mono: number): NearbyBeacon[];
  identityOf(key: string, mono: number): string | undefined;
  forget(identity: string): void;
}

export function createNearby(random: (size: number) => Uint8Array): Nearby {
  /** By identity, in the order of hearing. */
  const entries = new Map<string, Entry>();
  function sweep(mono: number): void {
    for (const [identity, entry] of entries) {
      if (mono - entry.mono < rememberedMs && entries.size <= mostNearby) return;
      entries.delete(identity);
    }
  }
  return {
    hear(heard) {
      const known = entries.get(heard.identity);
      const key = known?.key ?? `near-${Buffer.from(random(keyBytes)).toString("hex")}`;
      const shown = Object.entries(heard.facts).filter(([name]) => !hiddenFacts.includes(name));
      entries.delete(heard.identity);
      entries.set(heard.identity, {
        ...heard,
        key,
        // A beacon may show its name and its page in turn.
        facts: { ...known?.facts, ...Object.fromEntries(shown) },
      });
      sweep(heard.mono);
    },
    list(mono) {
      sweep(mono);
      return [...entries.values()]
        .sort((a, b) => b.rssi - a.rssi)
        .map(({ key, model, rssi, facts }) => ({ key, model, rssi, facts }));
    },
    identityOf(key, mono) {
      sweep(mono);
      return [...entries.values()].find((entry) => entry.key === key)?.identity;
    },
    forget(identity) {
      entries.delete(identity);
    },
  };
}
