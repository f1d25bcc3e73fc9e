/** A payload as text; what is not UTF-8 becomes U+FFFD. */
export const textOf = (payload: Uint8Array): string =>
  Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString();
