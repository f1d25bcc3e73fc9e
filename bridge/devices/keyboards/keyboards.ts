// Every reader that types into a page of the bench: gives each its id, its name and its key, keeps one session for each,
// forgets those whose page was closed.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { LentKeyboard } from "#contract/keyboard-readers.ts";
import type { Words } from "#contract/words.ts";
import { type Clock, isoTime, type Timer } from "../../clock.ts";
import { LaboError } from "../../errors.ts";
import type { EventFactory } from "../event-factory.ts";
import type { CommandTaker, DeviceOutput, SourceFigures } from "../output.ts";
import type { TagIdentity } from "../tag-identity.ts";
import { createKeyboardSession, type KeyboardSession } from "./keyboard-session.ts";

/** One for each page of a workshop of sixteen. */
export const mostKeyboards = 16;
const checkMs = 1_000;

export interface KeyboardsOptions {
  readonly clock: Clock;
  readonly bridge: string;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly tags: TagIdentity;
  /** So many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Takes a device off the topic tree: nothing stays of a reader whose page was closed. */
  readonly forget: (deviceId: string) => void;
}

export interface Keyboards extends CommandTaker {
  /** A person has such a reader before their page. @throws LaboError KEYBOARDS_FULL. */
  lend(): LentKeyboard;
  /**
   * Frames of a page, hexadecimal.
   * @throws LaboError KEYBOARD_GONE for another key or a page that was closed, KEYBOARD_FLOOD.
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
  readonly session: KeyboardSession;
  /** SHA-256 of its key. */
  readonly keyHash: Uint8Array;
}

const hashOf = (key: string) => createHash("sha256").update(key).digest();

const nameOf = (n: number): Words =>
  n === 1
    ? { fr: "Lecteur-clavier", en: "Keyboard reader" }
    : { fr: `Lecteur-clavier ${n}`, en: `Keyboard reader ${n}` };

export function createKeyboards(options: KeyboardsOptions): Keyboards {
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

  function freeName(): Words {
    const taken = new Set([...lent.values()].map(({ session }) => session.name.fr));
    for (let n = 1; ; n += 1) if (!taken.has(nameOf(n).fr)) return nameOf(n);
  }

  function isKeyOf(device: string, key: string): boolean {
    const known = lent.get(device);
    return known !== undefined && timingSafeEqual(hashOf(key), known.keyHash);
  }

  function accept(device: string, frames: readonly string[]): void {
    const known = lent.get(device);
    if (known === undefined) throw new LaboError("KEYBOARD_GONE");
    known.session.take(frames);
  }

  return {
    lend() {
      if (lent.size >= mostKeyboards) {
        const over = [...lent.values()].find(({ session }) => session.isOver);
        if (over === undefined) throw new LaboError("KEYBOARDS_FULL");
        drop(over);
      }
      const id = `keyboard-${Buffer.from(random(6)).toString("hex")}`;
      const name = freeName();
      // Never of the chance a recording has the seed of.
      const key = randomBytes(24).toString("base64url");
      lent.set(id, { session: createKeyboardSession({ ...options, id, name }), keyHash: hashOf(key) });
      return { device: id, name, key };
    },
    take(device, key, frames) {
      if (!isKeyOf(device, key)) throw new LaboError("KEYBOARD_GONE");
      accept(device, frames);
    },
    isKeyOf,
    accept,
    async execute(deviceId, command) {
      const known = lent.get(deviceId);
      if (known === undefined) return undefined;
      const time = isoTime(clock.now());
      try {
        known.session.execute(command);
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
