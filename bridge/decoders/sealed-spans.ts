// What encrypted advertisements have in common to show: the ciphertext, the counter after it, and the proof at the end.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";
import { tagBytes } from "./aes-ccm.ts";
import { hex } from "./bytes.ts";

const notes = {
  closed: { fr: "chiffré : illisible sans la clé", en: "encrypted: unreadable without the key" },
  opened: { fr: "chiffré, ouvert avec la clé donnée", en: "encrypted, opened with the key that was given" },
  mic: {
    fr: "la preuve que rien n’a été changé en route",
    en: "the proof that nothing was changed on the way",
  },
} as const satisfies Record<string, Words>;

export interface SealedBody {
  readonly data: Uint8Array;
  /** Of `data` in the payload. */
  readonly offset: number;
  /** The ciphertext, in `data`. */
  readonly from: number;
  readonly to: number;
  /** Between the ciphertext and the proof, when it stands there. */
  readonly counter?: { readonly length: number; readonly value: string; readonly note: Words };
}

/** @param inside what the ciphertext says, once opened. */
export function sealedSpans({ data, offset, from, to, counter }: SealedBody, inside?: string): Span[] {
  const micAt = data.length - tagBytes;
  const cipher = { offset: offset + from, length: to - from, field: "ciphertext" };
  return [
    inside === undefined
      ? { ...cipher, note: notes.closed }
      : { ...cipher, note: notes.opened, value: inside },
    ...(counter === undefined ? [] : [{ offset: offset + to, field: "counter", ...counter }]),
    { offset: offset + micAt, length: tagBytes, field: "mic", value: hex(data, micAt), note: notes.mic },
  ];
}
