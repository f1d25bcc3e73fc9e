// The tags that lie on a board's readers, as the board tells of them. They outlive its links: a tag that lay there before
// a cable was pulled and lies there after has neither left nor arrived.
import type { Tag } from "#contract/events.ts";
import type { RfidMessage } from "../decoders/rfid-line.ts";
import type { Instant } from "./event-factory.ts";
import type { SessionHost } from "./session-protocol.ts";
import type { TagIdentity } from "./tag-identity.ts";

const mostLying = 64;

interface Lying {
  readonly tag: Tag;
  readonly reader: string;
  readonly arrived: Instant;
  /** When it was last known to be there. */
  seen: Instant;
  /** Told again since the board was last asked to tell all. */
  confirmed: boolean;
  /** Was there across a new start: the board's own count of its stay is too short. */
  bridged: boolean;
}

export interface LyingTags {
  readonly size: number;
  /** Says what lies there now. */
  tell(at: Instant): void;
  arrived(message: RfidMessage & { type: "tag-arrived" }, at: Instant): void;
  left(message: RfidMessage & { type: "tag-left" }, at: Instant): void;
  /** The board is well and has not said otherwise: all are there still. */
  stillThere(at: Instant): void;
  /** The board is about to tell all again. */
  doubt(): void;
  /** Those not told again have left, when they were last known to be there. */
  dropDoubted(at: Instant): void;
  /** The board or its line started anew: it counts the stay of those that lie there from now only. */
  bridge(): void;
}

export function createLyingTags(host: Pick<SessionHost, "emit" | "state">, identity: TagIdentity): LyingTags {
  /** By UID, in the order of arrival. */
  const lying = new Map<string, Lying>();

  const tell = (at: Instant): void =>
    host.state(at, { readings: {}, tags: [...lying.values()].map(({ tag }) => tag.id) });

  const leave = (uid: string, { reader, tag }: Lying, at: Instant, stayMs: number): void => {
    lying.delete(uid);
    host.emit(at, { kind: "tag-left", reader, tag, durationMs: Math.max(0, stayMs) });
    tell(at);
  };

  return {
    get size() {
      return lying.size;
    },
    tell,
    arrived({ uid, sak, atqa, reader: number }, at) {
      const before = lying.get(uid);
      if (before !== undefined) {
        before.confirmed = true;
        before.seen = at;
        return;
      }
      if (lying.size >= mostLying) return;
      const tag = identity.identify(uid, sak, atqa);
      const reader = `reader-${number + 1}`;
      lying.set(uid, { tag, reader, arrived: at, seen: at, confirmed: true, bridged: false });
      host.emit(at, { kind: "tag-arrived", reader, tag });
      tell(at);
    },
    left({ uid, presentMs }, at) {
      const found = lying.get(uid);
      if (found === undefined) return;
      leave(uid, found, at, found.bridged ? at.mono - found.arrived.mono : presentMs);
    },
    stillThere(at) {
      for (const tag of lying.values()) tag.seen = at;
    },
    doubt() {
      for (const tag of lying.values()) tag.confirmed = false;
    },
    dropDoubted(at) {
      for (const [uid, tag] of [...lying])
        if (!tag.confirmed) leave(uid, tag, at, tag.seen.mono - tag.arrived.mono);
    },
    bridge() {
      for (const tag of lying.values()) tag.bridged = true;
    },
  };
}
