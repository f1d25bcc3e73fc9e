// Memory of a NTAG213 as it leaves the factory, for readers and boards of tests: 45 pages, 144 bytes of them for data.
export const ntagPages = 45;

/** @param uid seven bytes in hexadecimal. */
export function freshNtag(uid: string): Uint8Array {
  const memory = new Uint8Array(ntagPages * 4);
  memory.set(Buffer.from(uid, "hex").subarray(0, 7));
  // Capability container, then the lock control block that NXP puts there, and an empty message.
  memory.set([0xe1, 0x10, 0x12, 0x00, 0x01, 0x03, 0xa0, 0x0c, 0x34, 0x03, 0x00, 0xfe], 12);
  return memory;
}
