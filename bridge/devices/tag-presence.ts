// Tags in a reader's field, of readers that only tell what they hear: one that is not heard for the hold time has left,
// when it was last heard. A line that is down is no absence: its tags are asked for again when it is back.
import type { Tag } from "#contract/events.ts";
import type { Instant } from "./event-factory.ts";
import type { SessionHost } from "./session-protocol.ts";

const mostTags = 64;
/** After a line came back, how long its tags have to be heard again. */
const graceMs = 2000;

interface Present {
  readonly tag: Tag;
  readonly reader: string;
  readonly arrived: Instant;
  seen: Instant;
  /** Not before this has it left, whatever the hold time. Monotonic milliseconds. */
  notBefore: number;
}

export interface TagPresence {
  readonly size: number;
  has(uid: string): boolean;
  /** Heard now. @returns whether it has just arrived. */
  seen(uid: string, reader: string, at: Instant, tag: () => Tag): boolean;
  /** The reader itself says that it is gone. */
  gone(uid: string, at: Instant): void;
  /** Those not heard for the hold time leave. */
  check(at: Instant): void;
  /** The reader hears nothing at the moment, through no fault of the tags: they are still there for all it knows. */
  excuse(at: Instant): void;
  /** Says what lies there now. */
  tell(at: Instant): void;
  holdMs: number;
}

export function createTagPresence(host: Pick<SessionHost, "emit" | "state">, holdMs: number): TagPresence {
  /** By UID, in the order of arrival. */
  const present = new Map<string, Present>();

  const tell = (at: Instant): void =>
    host.state(at, { readings: {}, tags: [...present.values()].map(({ tag }) => tag.id) });

  const leave = (uid: string, { reader, tag, arrived }: Present, at: Instant, last: Instant): void => {
    present.delete(uid);
    host.emit(at, { kind: "tag-left", reader, tag, durationMs: Math.max(0, last.mono - arrived.mono) });
    tell(at);
  };

  const presence: TagPresence = {
    holdMs,
    get size() {
      return present.size;
    },
    has: (uid) => present.has(uid),
    seen(uid, reader, at, identify) {
      const before = present.get(uid);
      if (before !== undefined && before.reader === reader) {
        before.seen = at;
        return false;
      }
      // Heard by another antenna of the same reader: it moved.
      if (before !== undefined) leave(uid, before, at, at);
      if (present.size >= mostTags) return false;
      const tag = identify();
      present.set(uid, { tag, reader, arrived: at, seen: at, notBefore: Number.NEGATIVE_INFINITY });
      host.emit(at, { kind: "tag-arrived", reader, tag });
      tell(at);
      return true;
    },
    gone(uid, at) {
      const found = present.get(uid);
      if (found !== undefined) leave(uid, found, at, at);
    },
    check(at) {
      for (const [uid, tag] of [...present])
        if (at.mono - tag.seen.mono > presence.holdMs && at.mono > tag.notBefore)
          leave(uid, tag, at, tag.seen);
    },
    excuse(at) {
      for (const tag of present.values()) tag.notBefore = at.mono + graceMs;
    },
    tell,
  };
  return presence;
}
