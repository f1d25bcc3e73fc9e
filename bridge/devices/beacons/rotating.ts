// Devices whose radio address changes every few minutes so that nobody follows them: the key their owner gave (IRK)
// tells which addresses are theirs. Bluetooth Core Specification, volume 6, part B, section 1.3.2.3 (ah function in
// volume 3, part H, section 2.2.2). An address that no key resolves is a stranger's, like any other.
import { createCipheriv } from "node:crypto";

/** A device's key, and the identity it has here. */
export interface RotatingKey {
  readonly identity: string;
  /** Sixteen bytes, most significant first. */
  readonly key: Uint8Array;
}

export const rotatingModel = "rotating-address";
/** Identities of these devices begin so. */
export const rotatingPrefix = "irk:";

/** Addresses remembered, resolved or not: 500 that change every ten minutes fit for half an hour. */
const mostRemembered = 2000;
const prandBytes = 3;
/** The two top bits of a resolvable private address. */
const resolvable = 0b01;

/** @param address six bytes, most significant first. @returns whether the key made it. */
export function resolves(key: Uint8Array, address: Uint8Array): boolean {
  const block = new Uint8Array(16);
  block.set(address.subarray(0, prandBytes), 16 - prandBytes);
  const cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  const hash = cipher.update(block).subarray(16 - prandBytes);
  return hash.every((byte, i) => byte === address[prandBytes + i]);
}

export interface RotatingAddresses {
  /** @param address "aa:bb:cc:dd:ee:ff" or "". */
  identityOf(address: string, type: "public" | "random" | "unknown"): string | undefined;
}

/** @param keys the same list until it changes. */
export function createRotatingAddresses(keys: () => readonly RotatingKey[]): RotatingAddresses {
  /** Address → identity, `undefined` for a stranger's, in the order they were first heard. */
  const remembered = new Map<string, string | undefined>();
  let known: readonly RotatingKey[] = [];

  function resolve(address: string): string | undefined {
    const bytes = Uint8Array.from(Buffer.from(address.replaceAll(":", ""), "hex"));
    if (bytes.length !== 6 || (bytes[0] ?? 0) >> 6 !== resolvable) return undefined;
    return known.find(({ key }) => resolves(key, bytes))?.identity;
  }

  return {
    identityOf(address, type) {
      const now = keys();
      if (now !== known) {
        known = now;
        remembered.clear();
      }
      if (known.length === 0 || type === "public" || address === "") return undefined;
      if (remembered.has(address)) return remembered.get(address);
      const identity = resolve(address);
      remembered.set(address, identity);
      if (remembered.size > mostRemembered) {
        const oldest = remembered.keys().next().value;
        if (oldest !== undefined) remembered.delete(oldest);
      }
      return identity;
    },
  };
}
