// Who a tag is, as far as it may be told: taught tags have their UID, all others a pseudonym forgotten at the next start.
// Family from SAK and ATQA: NXP AN10833. Random UIDs start with 08: ISO/IEC 14443-3.
import { createHmac } from "node:crypto";
import { type Tag, uidLengths } from "#contract/events.ts";
import type { Taught } from "./output.ts";

/** Pseudonyms remembered, so that a trainer can teach a tag that lies there. */
const maxRemembered = 512;

export interface TagIdentity {
  /** @param uid lower-case hexadecimal, 4, 7 or 10 bytes. */
  identify(uid: string, sak: number, atqa: number): Tag;
  /** @param uid lower-case hexadecimal, of a tag whose family the reader tells. */
  identifyAs(uid: string, family: Tag["family"]): Tag;
  /** Whether its number may be shown. */
  isTaught(uid: string): boolean;
  /** UID of a tag seen since the start, to teach it; `undefined` for unknown ids and for UIDs that are random. */
  uidOf(tagId: string): string | undefined;
}

/** A tag family as far as SAK and ATQA tell. */
export function tagFamily(sak: number, atqa: number): Tag["family"] {
  if ((sak & 0x20) !== 0) return "iso14443-4";
  if (sak === 0x08 || sak === 0x88) return "mifare-classic-1k";
  if (sak === 0x18) return "mifare-classic-4k";
  if (sak === 0x00 && (atqa & 0x0040) !== 0) return "mifare-ultralight-ntag";
  return "unknown";
}

/** Phones and bank cards make up such a number at each reading: it names nobody. */
export function isRandomUid(uid: string): boolean {
  return uid.length === 8 && uid.startsWith("08");
}

/** What was seen, the least recently seen first, and forgotten first. */
function createMemory() {
  const memory = new Map<string, string>();
  let latest: string | undefined;
  return {
    get: (key: string) => memory.get(key),
    remember(key: string, value: string): void {
      if (key === latest) return;
      latest = key;
      memory.delete(key);
      memory.set(key, value);
      const oldest = memory.keys().next().value;
      if (memory.size > maxRemembered && oldest !== undefined) memory.delete(oldest);
    },
  };
}

/** @param salt random, of this start only: pseudonyms of two starts cannot be compared. */
export function createTagIdentity(taught: Taught, salt: Uint8Array): TagIdentity {
  const seen = createMemory();
  /** The other way round: a tag that comes again is not worked out again. */
  const pseudonyms = createMemory();
  const isTaught = (uid: string) => !isRandomUid(uid) && taught.isTagKnown(uid);
  const pseudonymOf = (uid: string) =>
    `foreign-${createHmac("sha256", salt).update(uid).digest("hex").slice(0, 6)}`;
  const identity: TagIdentity = {
    isTaught,
    identify: (uid, sak, atqa) => identity.identifyAs(uid, tagFamily(sak, atqa)),
    identifyAs(uid, family) {
      const known = isTaught(uid);
      const id = known ? uid : (pseudonyms.get(uid) ?? pseudonymOf(uid));
      if (!isRandomUid(uid)) {
        seen.remember(id, uid);
        if (!known) pseudonyms.remember(uid, id);
      }
      const uidBytes = uidLengths.find((bytes) => bytes === uid.length / 2) ?? 4;
      return { id, known, family, uidBytes };
    },
    uidOf: (tagId) => seen.get(tagId),
  };
  return identity;
}
