// How many radios are around that nobody taught to the kit: a number, and nothing else. Addresses are hashed with a
// salt that lives a few minutes and is never written anywhere, so that nobody can be recognised later, not even by us.
import { createHash } from "node:crypto";

/** A stranger counts for so long after the last frame. */
const presentMs = 60_000;
/** A salt serves for so long, then one more minute while the next one fills. */
const saltMs = 600_000;
/** Above this the count stops, and means "at least". */
const mostStrangers = 4000;
const saltBytes = 16;

interface Crowd {
  readonly salt: Uint8Array;
  readonly since: number;
  /** Hash → last heard, in the order of hearing. */
  readonly seen: Map<string, number>;
}

export interface Strangers {
  hear(address: string, mono: number): void;
  /** Distinct addresses of the last minute. */
  count(mono: number): number;
}

export function createStrangers(random: (size: number) => Uint8Array): Strangers {
  const newCrowd = (mono: number): Crowd => ({ salt: random(saltBytes), since: mono, seen: new Map() });
  let crowds: Crowd[] = [];

  function add({ salt, seen }: Crowd, address: string, mono: number): void {
    const key = createHash("sha256").update(salt).update(address).digest("base64url").slice(0, 12);
    seen.delete(key);
    seen.set(key, mono);
    if (seen.size <= mostStrangers) return;
    const oldest = seen.keys().next().value;
    if (oldest !== undefined) seen.delete(oldest);
  }

  function renew(mono: number): void {
    const newest = crowds.at(-1);
    if (newest === undefined || mono - newest.since >= saltMs) crowds.push(newCrowd(mono));
    // The older crowd stays until the newer one has been filling for as long as a stranger counts.
    const filled = crowds.findLastIndex(({ since }) => mono - since >= presentMs);
    if (filled > 0) crowds = crowds.slice(filled);
    for (const { seen } of crowds) {
      for (const [key, last] of seen) {
        if (mono - last < presentMs) break;
        seen.delete(key);
      }
    }
  }

  return {
    hear(address, mono) {
      // Some systems hide addresses: those cannot be told apart, so not counted.
      if (address === "") return;
      renew(mono);
      for (const crowd of crowds) add(crowd, address, mono);
    },
    count(mono) {
      renew(mono);
      return crowds[0]?.seen.size ?? 0;
    },
  };
}
