// The tags that lie on a board's readers, as the board tells of them. They outlive its links: a tag that lay there before
// a cable was pulled and lies there after has neither left nor arrived.
import type { Tag } from "#contract/events.ts";
import type { RfidMessage } from "../decoders/rfid-line.ts";
import type { Instant } from "./event-factory.ts";
import type { SessionHost } from "./session-protocol.ts";
import type { TagIdentity } from "./tag-identity.ts";
import type { SelectedTag } from "./type2-tags.ts";

const mostLying = 64;

interface Lying {
  readonly tag: Tag;
  readonly selected: SelectedTag;
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
  has(uid: string): boolean;
  /** As their selection gave them, in the order of arrival. */
  selected(): readonly SelectedTag[];
  /** Says what lies there now. */
  tell(at: Instant): void;
  /** @returns whether it was not there before. */
  arrived(message: RfidMessage & { type: "tag-arrived" }, at: Instant): boolean;
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
    has: (uid) => lying.has(uid),
    selected: () => [...lying.values()].map(({ selected }) => selected),
    tell,
    arrived({ uid, sak, atqa, reader: number }, at) {
      const before = lying.get(uid);
      if (before !== undefined) {
        before.confirmed = true;
        before.seen = at;
        return false;
      }
      if (lying.size >= mostLying) return false;
      const tag = identity.identify(uid, sak, atqa);
      const reader = `reader-${number + 1}`;
      const selected = { uid, sak, atqa };
      lying.set(uid, { tag, selected, reader, arrived: at, seen: at, confirmed: true, bridged: false });
      host.emit(at, { kind: "tag-arrived", reader, tag });
      tell(at);
      return true;
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
