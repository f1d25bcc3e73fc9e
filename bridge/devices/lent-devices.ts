// Devices that a page brings, a lent phone or a reader that types: each gets its id, its name and the key its page shows
// again, keeps one session, and is forgotten when its page is closed.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Command } from "#contract/commands.ts";
import type { Words } from "#contract/words.ts";
import { type Clock, isoTime } from "../clock.ts";
import { type ErrorCode, LaboError } from "../errors.ts";
import { createRounds } from "../rounds.ts";
import type { EventFactory } from "./event-factory.ts";
import type { CommandTaker, DeviceOutput, SourceFigures } from "./output.ts";
import type { TagIdentity } from "./tag-identity.ts";

const checkMs = 1_000;

/** What the house gives to every kind of them. */
export interface LentOptions {
  readonly clock: Clock;
  readonly bridge: string;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly tags: TagIdentity;
  /** So many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** Takes a device off the topic tree: nothing stays of one whose page was closed. */
  readonly forget: (deviceId: string) => void;
}

export interface LentSession {
  readonly id: string;
  readonly name: Words;
  /** Its page said goodbye, or fell silent for good. */
  readonly isOver: boolean;
  readonly discarded: number;
  /** Frames of its page. @throws LaboError when they come too fast. */
  take(frames: readonly string[]): void;
  /** Time passed. @returns true when it can be forgotten. */
  check(): boolean;
  end(): void;
}

/** What one kind is. */
export interface LentKind<Session extends LentSession> {
  /** What ids begin with. */
  readonly prefix: string;
  /** At once, at most. */
  readonly most: number;
  /** Code of the refusal when there are that many. */
  readonly full: ErrorCode;
  /** Code of the refusal of another key, or of one that left. */
  readonly gone: ErrorCode;
  /** A name that nobody has, of those that are taken in French. */
  name(taken: ReadonlySet<string>): Words;
  open(id: string, name: Words): Session;
  /** @throws LaboError when it is not taken. */
  execute(session: Session, command: Command): void;
}

export interface Lent {
  readonly device: string;
  readonly name: Words;
  readonly key: string;
}

export interface LentDevices extends CommandTaker {
  /** A person brings one. @throws LaboError as `full` says. */
  lend(): Lent;
  /** Frames of a page. @throws LaboError as `gone` says, or what its session refuses. */
  take(device: string, key: string, frames: readonly string[]): void;
  isKeyOf(device: string, key: string): boolean;
  /** Frames of one whose key was right. @throws LaboError as `take` does. */
  accept(device: string, frames: readonly string[]): void;
  stop(): void;
  figures(): SourceFigures;
}

const hashOf = (key: string) => createHash("sha256").update(key).digest();

export function createLentDevices<Session extends LentSession>(
  { clock, random, forget }: Pick<LentOptions, "clock" | "random" | "forget">,
  kind: LentKind<Session>,
): LentDevices {
  /** With the SHA-256 of each key. */
  const lent = new Map<string, { readonly session: Session; readonly keyHash: Uint8Array }>();
  let forgottenDiscards = 0;
  const rounds = createRounds(clock, checkMs, () => {
    for (const session of sessions()) if (session.check()) drop(session);
    return lent.size > 0;
  });

  const sessions = () => [...lent.values()].map(({ session }) => session);

  function drop(session: Session): void {
    lent.delete(session.id);
    forgottenDiscards += session.discarded;
    session.end();
    forget(session.id);
  }

  function makeRoom(): void {
    if (lent.size < kind.most) return;
    const over = sessions().find(({ isOver }) => isOver);
    if (over === undefined) throw new LaboError(kind.full);
    drop(over);
  }

  function isKeyOf(device: string, key: string): boolean {
    const known = lent.get(device);
    return known !== undefined && timingSafeEqual(hashOf(key), known.keyHash);
  }

  function accept(device: string, frames: readonly string[]): void {
    const known = lent.get(device);
    if (known === undefined) throw new LaboError(kind.gone);
    known.session.take(frames);
  }

  return {
    lend() {
      makeRoom();
      const id = `${kind.prefix}-${Buffer.from(random(6)).toString("hex")}`;
      const name = kind.name(new Set(sessions().map((session) => session.name.fr)));
      // Never of the chance a recording has the seed of.
      const key = randomBytes(24).toString("base64url");
      lent.set(id, { session: kind.open(id, name), keyHash: hashOf(key) });
      rounds.begin();
      return { device: id, name, key };
    },
    take(device, key, frames) {
      if (!isKeyOf(device, key)) throw new LaboError(kind.gone);
      accept(device, frames);
    },
    isKeyOf,
    accept,
    async execute(deviceId, command) {
      const known = lent.get(deviceId);
      if (known === undefined) return undefined;
      const time = isoTime(clock.now());
      try {
        kind.execute(known.session, command);
        return { id: command.id, ok: true, time };
      } catch (error) {
        if (!(error instanceof LaboError)) throw error;
        return { id: command.id, ok: false, time, problem: error.toProblem() };
      }
    },
    stop() {
      rounds.end();
      for (const session of sessions()) drop(session);
    },
    figures: () => ({
      receivers: [],
      strangers: 0,
      advertisementsPerSecond: 0,
      discarded: sessions().reduce((sum, { discarded }) => sum + discarded, forgottenDiscards),
    }),
  };
}
