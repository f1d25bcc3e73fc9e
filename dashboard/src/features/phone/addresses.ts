// Addresses for printed and projected codes. Pure.

/** A page of the bench, as a phone of the room reaches it. @param path without a slash at its beginning. */
export function addressOf(host: string, port: number, path: string): string {
  return `http://${host}${port === 80 ? "" : `:${port}`}/${path}`;
}
