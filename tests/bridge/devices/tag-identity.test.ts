import { expect, it } from "vitest";
import { createTagIdentity, isRandomUid, tagFamily } from "../../../bridge/devices/tag-identity.ts";

const nobody = { beaconName: () => undefined, isTagKnown: () => false };
const salt = (byte: number) => new Uint8Array(32).fill(byte);

it.each([
  [0x08, 0x0004, "mifare-classic-1k"],
  [0x88, 0x0004, "mifare-classic-1k"],
  [0x18, 0x0002, "mifare-classic-4k"],
  [0x00, 0x0044, "mifare-ultralight-ntag"],
  [0x20, 0x0344, "iso14443-4"],
  [0x28, 0x0004, "iso14443-4"],
  [0x00, 0x0004, "unknown"],
  [0x09, 0x0004, "unknown"],
])("SAK %i with ATQA %i is of the family %s", (sak, atqa, family) => {
  expect(tagFamily(sak, atqa)).toBe(family);
});

it("only a four-byte UID that starts with 08 is random", () => {
  expect(isRandomUid("08a1b2c3")).toBe(true);
  expect(isRandomUid("08a1b2c3d4e5f6")).toBe(false);
  expect(isRandomUid("04a1b2c3")).toBe(false);
});

it("a foreign tag has one pseudonym for the whole start and another after the next", () => {
  const first = createTagIdentity(nobody, salt(1));
  const second = createTagIdentity(nobody, salt(2));
  const pseudonym = first.identify("deadbeef", 8, 4).id;
  expect(first.identify("deadbeef", 8, 4).id).toBe(pseudonym);
  expect(second.identify("deadbeef", 8, 4).id).not.toBe(pseudonym);
  expect(second.uidOf(pseudonym)).toBeUndefined();
});

it("remembers the tags seen last, and not without end", () => {
  const identity = createTagIdentity(nobody, salt(1));
  const ids = Array.from(
    { length: 600 },
    (_, n) => identity.identify((0x10000000 + n).toString(16), 8, 4).id,
  );
  expect(identity.uidOf(ids[0] ?? "")).toBeUndefined();
  expect(identity.uidOf(ids.at(-1) ?? "")).toBe((0x10000000 + 599).toString(16));
});
