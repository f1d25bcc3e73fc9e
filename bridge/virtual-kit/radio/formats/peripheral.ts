// What a board one connects to says of itself while it waits to be called.
import { adStructure, ascii, flags, le16 } from "./ad-structures.ts";

/** A board one connects to: the 16-bit services it offers, and its name. @param name 24 bytes of ASCII at most. */
export function peripheralPayload(name: string, services: readonly number[]): number[] {
  const listed = services.flatMap(le16);
  return [
    ...flags,
    ...(listed.length > 0 ? adStructure(0x03, listed) : []),
    ...adStructure(0x09, ascii(name)),
  ];
}
