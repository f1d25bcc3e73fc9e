// Every lent phone: gives each consent its id, its name and its key, keeps one session for each, forgets those that left.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { LentPhone } from "#contract/phones.ts";
import { type Clock, isoTime, type Timer } from "../../clock.ts";
import { LaboError } from "../../errors.ts";
import { checkCommand } from "../check-command.ts";
import type { EventFactory } from "../event-factory.ts";
import type { CommandTaker, DeviceOutput, SourceFigures } from "../output.ts";
import { rawWatchCapability } from "../raw-watch.ts";
import type { TagIdentity } from "../tag-identity.ts";
import { phoneName, phoneNameCount } from "./phone-names.ts";
import { createPhoneSession, type PhoneSession } from "./phone-session.ts";

/** Phones at once: two workshops of sixteen. */
export const mostPhones = 32;
const checkMs = 1_000;

export interface PhonesOptions {
  readonly clock: Clock;
  readonly bridge: string;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly tags: TagIdentity;
  /** So many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Takes a device off the topic tree: nothing stays of a phone that left. */
  readonly forget: (deviceId: string) => void;
}

export interface Phones extends CommandTaker {
  /** The owner of a phone said yes. @throws LaboError PHONES_FULL. */
  lend(): LentPhone;
  /**
   * Frames of a phone, as its page wrote them.
   * @throws LaboError PHONE_GONE for another key or a phone that left, PHONE_FLOOD.
   */
  take(device: string, key: string, frames: readonly string[]): void;
  isKeyOf(device: string, key: string): boolean;
  /** Frames of one whose key was right. @throws LaboError as `take` does. */
  accept(device: string, frames: readonly string[]): void;
  start(): void;
  stop(): void;
  figures(): SourceFigures;
}

interface Lent {
  readonly session: PhoneSession;
  /** SHA-256 of its key. */
  readonly keyHash: Uint8Array;
}

const hashOf = (key: string) => createHash("sha256").update(key).digest();

export function createPhones(options: PhonesOptions): Phones {
  const { clock, random } = options;
  const lent = new Map<string, Lent>();
  let forgottenDiscards = 0;
  let timer: Timer | undefined;

  function drop({ session }: Lent): void {
    lent.delete(session.id);
    forgottenDiscards += session.discarded;
    session.end();
    options.forget(session.id);
  }

  /** One that nobody else has here, as long as there are enough. */
  function freeName() {
    const taken = new Set([...lent.values()].map(({ session }) => session.name.fr));
    const first = Buffer.from(random(2)).readUInt16LE();
    for (let n = 0; n < phoneNameCount; n += 1) {
      const name = phoneName(first + n);
      if (!taken.has(name.fr)) return name;
    }
    return phoneName(first);
  }

  function makeRoom(): void {
    if (lent.size < mostPhones) return;
    const over = [...lent.values()].find(({ session }) => session.isOver);
    if (over === undefined) throw new LaboError("PHONES_FULL");
    drop(over);
  }

  function isKeyOf(device: string, key: string): boolean {
    const known = lent.get(device);
    return known !== undefined && timingSafeEqual(hashOf(key), known.keyHash);
  }

  function accept(device: string, frames: readonly string[]): void {
    const known = lent.get(device);
    if (known === undefined) throw new LaboError("PHONE_GONE");
    known.session.take(frames);
  }

  return {
    lend() {
      makeRoom();
      const id = `phone-${Buffer.from(random(6)).toString("hex")}`;
      const name = freeName();
      // Never of the chance a recording has the seed of.
      const key = randomBytes(24).toString("base64url");
      lent.set(id, { session: createPhoneSession({ ...options, id, name }), keyHash: hashOf(key) });
      return { device: id, name, key };
    },
    take(device, key, frames) {
      if (!isKeyOf(device, key)) throw new LaboError("PHONE_GONE");
      accept(device, frames);
    },
    isKeyOf,
    accept,
    async execute(deviceId, command) {
      const known = lent.get(deviceId);
      if (known === undefined) return undefined;
      const time = isoTime(clock.now());
      try {
        known.session.watchFor(Number(checkCommand(command, [rawWatchCapability]).ms));
        return { id: command.id, ok: true, time };
      } catch (error) {
        if (!(error instanceof LaboError)) throw error;
        return { id: command.id, ok: false, time, problem: error.toProblem() };
      }
    },
    start() {
      timer = clock.every(checkMs, () => {
        for (const one of [...lent.values()]) if (one.session.check()) drop(one);
      });
    },
    stop() {
      timer?.cancel();
      for (const one of [...lent.values()]) drop(one);
    },
    figures: () => ({
      receivers: [],
      strangers: 0,
      advertisementsPerSecond: 0,
      discarded: [...lent.values()].reduce((sum, { session }) => sum + session.discarded, forgottenDiscards),
    }),
  };
}
