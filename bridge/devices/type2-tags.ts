// What readers that reach the memory of tags share: a taught tag says what is on it, and takes a link. A visitor's own is
// neither read nor written.
import type { Capability } from "#contract/devices.ts";
import { LaboError } from "../errors.ts";
import type { Instant } from "./event-factory.ts";
import type { SessionHost } from "./session-protocol.ts";
import type { TagIdentity } from "./tag-identity.ts";
import { factsOf, readRecords, type TagPages, writeLink } from "./tag-memory.ts";

/** A tag on a reader, as its selection gave it. */
export interface SelectedTag {
  /** Lower-case hexadecimal. */
  readonly uid: string;
  readonly sak: number;
  /** 0: not known, several tags answered at once. */
  readonly atqa: number;
}

/** A tag is told to arrive at the edge of the field: it is read when it has come nearer, in so many attempts. */
export const mostReadings = 4;
export const isUnreadable = (error: unknown): boolean =>
  error instanceof LaboError && error.code === "TAG_UNREADABLE";

export const linkWrite = "link.write";

export const linkCapability: Capability = {
  command: linkWrite,
  label: { fr: "Écrire un lien sur l’étiquette", en: "Write a link to the tag" },
  trainerOnly: true,
  lendable: true,
  arguments: [
    {
      type: "text",
      name: "link",
      label: { fr: "Lien", en: "Link" },
      maxLength: 200,
    },
  ],
};

/** NXP AN10833: SAK 00 is a type 2 tag; Ultralight and NTAG have a UID of seven bytes, which bit 6 of the ATQA announces. */
const isType2 = ({ sak, atqa }: SelectedTag) => sak === 0x00 && (atqa === 0 || (atqa & 0x0040) !== 0);

export interface Type2Tags {
  /**
   * Tells what a tag says, as an event, if it is taught and says something.
   * @throws what its pages throw.
   */
  tell(tag: SelectedTag): Promise<void>;
  /**
   * Writes a link to the only one of `tags`, and tells it.
   * @throws LaboError TAG_NOT_ALONE, TAG_NOT_TAUGHT, and those of `writeLink`.
   */
  write(tags: readonly SelectedTag[], link: string): Promise<void>;
}

/** @param pagesOf the memory of a tag that lies on the reader, by its UID. */
export function createType2Tags(
  host: Pick<SessionHost, "clock" | "emit">,
  identity: Pick<TagIdentity, "isTaught">,
  pagesOf: (uid: string) => TagPages,
): Type2Tags {
  const now = (): Instant => ({ now: host.clock.now(), mono: host.clock.mono() });

  const tell: Type2Tags["tell"] = async (tag) => {
    if (!identity.isTaught(tag.uid) || !isType2(tag)) return;
    const told = factsOf((await readRecords(pagesOf(tag.uid))) ?? []);
    if (Object.keys(told).length > 0) host.emit(now(), { kind: "reading-taken", readings: {}, facts: told });
  };

  return {
    tell,
    async write([only, ...others], link) {
      if (only === undefined || others.length > 0) throw new LaboError("TAG_NOT_ALONE");
      if (!identity.isTaught(only.uid)) throw new LaboError("TAG_NOT_TAUGHT");
      if (!isType2(only)) throw new LaboError("TAG_NOT_WRITABLE");
      await writeLink(pagesOf(only.uid), link);
      // It is written and was read back: a tag lifted this soon has its link.
      await tell(only).catch(() => undefined);
    },
  };
}
