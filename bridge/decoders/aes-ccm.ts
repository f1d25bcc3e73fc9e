// AES-128-CCM with a four-byte tag, as every encrypted advertisement here uses it. RFC 3610.
// The one decoder part that leans on Node: its cipher computes from its arguments alone, so decoders stay pure.
import { createDecipheriv } from "node:crypto";

export const keyBytes = 16;
export const tagBytes = 4;

export interface Sealed {
  readonly key: Uint8Array;
  /** 7 to 13 bytes. */
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** The last {@link tagBytes} bytes on the air, often called MIC. */
  readonly tag: Uint8Array;
  /** Authenticated with it, not encrypted. */
  readonly associated?: Uint8Array;
}

/** The plain bytes, or `undefined` when the key does not open it, whatever the reason. Never throws. */
export function openSealed({ key, nonce, ciphertext, tag, associated }: Sealed): Uint8Array | undefined {
  try {
    const decipher = createDecipheriv("aes-128-ccm", key, nonce, { authTagLength: tagBytes });
    decipher.setAuthTag(tag);
    if (associated !== undefined) decipher.setAAD(associated, { plaintextLength: ciphertext.length });
    const plain = decipher.update(ciphertext);
    decipher.final();
    return plain;
  } catch {
    return undefined;
  }
}
