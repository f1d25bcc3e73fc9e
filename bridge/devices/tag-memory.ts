// Memory of a NTAG or MIFARE Ultralight, whatever reader it lies on: the NDEF message read, a link written and read back.
// NFC Forum Type 2 Tag Operation 1.1, chapter 5: READ gives four pages, WRITE takes one; 6.4.3: how a message is written.
import { decodeNdefMessage, encodeNdefLink, type NdefRecord } from "../decoders/ndef-message.ts";
import {
  capabilityPage,
  emptyMessagePage,
  findMessage,
  firstDataPage,
  layOutMessage,
  mostDataBytes,
  pageBytes,
  readCapability,
} from "../decoders/type2-tag.ts";
import { LaboError } from "../errors.ts";

/** A type 2 tag on a reader, page by page. Who carries the bytes tries again before it gives up. */
export interface TagPages {
  /**
   * Sixteen bytes: four pages from `page` on.
   * @throws LaboError TAG_UNREADABLE, or what is wrong with the reader.
   */
  read(page: number): Promise<Uint8Array>;
  /**
   * Writes one page of four bytes.
   * @throws LaboError TAG_NOT_WRITABLE when the tag refuses, TAG_UNREADABLE when nobody knows what became of it, or what is
   * wrong with the reader.
   */
  write(page: number, bytes: Uint8Array): Promise<void>;
}

/** From page 4 on, `length` bytes at least. */
async function readData(tag: TagPages, from: Uint8Array, length: number): Promise<Uint8Array> {
  let data = from;
  while (data.length < Math.min(length, mostDataBytes)) {
    const more = await tag.read(firstDataPage + data.length / pageBytes);
    data = Uint8Array.of(...data, ...more);
  }
  return data;
}

const factLength = 255;

/** Facts of a tag's records, for people: texts, links that may be offered, and addresses that may only be read. */
export function factsOf(records: readonly NdefRecord[]): Record<string, string> {
  const texts: string[] = [];
  let link: string | undefined;
  let address: string | undefined;
  for (const record of records) {
    if (record.type === "text" || record.type === "mime") texts.push(record.text);
    else if (record.type === "uri" && record.link) link ??= record.uri;
    else if (record.type === "uri") address ??= record.uri;
  }
  return {
    ...(texts.length === 0 ? {} : { tagText: texts.join(" · ").slice(0, factLength) }),
    ...(link === undefined ? {} : { tagLink: link }),
    ...(address === undefined ? {} : { tagAddress: address }),
  };
}

/**
 * Reads the records of the tag.
 * @returns `undefined` for a tag without a message, or with one that cannot be read.
 * @throws what `tag` throws.
 */
export async function readRecords(tag: TagPages): Promise<readonly NdefRecord[] | undefined> {
  const first = await tag.read(capabilityPage);
  const capability = readCapability(first);
  if (capability === undefined) return undefined;
  let data: Uint8Array = first.slice(pageBytes);
  let found = findMessage(data, capability.dataBytes);
  while (found.kind === "more" && data.length < capability.dataBytes) {
    data = await readData(tag, data, data.length + 1);
    found = findMessage(data, capability.dataBytes);
  }
  if (found.kind !== "message") return undefined;
  data = await readData(tag, data, found.end);
  const outcome = decodeNdefMessage(data.subarray(found.offset, found.end));
  return outcome.ok ? outcome.records : undefined;
}

/** The pages of a message as they are written: an empty one first and the true start last, so that half of it is nothing. */
function* steps(laid: Uint8Array): Iterable<readonly [page: number, bytes: Uint8Array]> {
  yield [firstDataPage, emptyMessagePage];
  for (let at = pageBytes; at < laid.length; at += pageBytes)
    yield [firstDataPage + at / pageBytes, laid.subarray(at, at + pageBytes)];
  yield [firstDataPage, laid.subarray(0, pageBytes)];
}

/**
 * Writes one link as the tag's only record, and reads it back.
 * @throws LaboError LINK_REFUSED; TAG_NOT_WRITABLE and what `tag.read` throws, and nothing was written; TAG_HALF_WRITTEN once
 * the tag may have changed, whatever went wrong.
 */
export async function writeLink(tag: TagPages, link: string): Promise<void> {
  const message = encodeNdefLink(link);
  if (message === undefined) throw new LaboError("LINK_REFUSED");
  const capability = readCapability((await tag.read(capabilityPage)).subarray(0, pageBytes));
  if (capability === undefined || !capability.writable) throw new LaboError("TAG_NOT_WRITABLE");
  const laid = layOutMessage(message, capability.dataBytes);
  if (laid === undefined)
    throw new LaboError("TAG_NOT_WRITABLE", [`${message.length} bytes on ${capability.dataBytes}`]);
  let written = 0;
  try {
    for (const [page, bytes] of steps(laid)) {
      await tag.write(page, bytes);
      written += 1;
    }
    const back = await readData(tag, new Uint8Array(), laid.length);
    if (!laid.every((byte, index) => back[index] === byte))
      throw new LaboError("TAG_UNREADABLE", ["verification"]);
  } catch (error) {
    if (!(error instanceof LaboError)) throw error;
    if (error.code === "TAG_NOT_WRITABLE" && written === 0) throw error;
    throw new LaboError("TAG_HALF_WRITTEN", [error.code, ...error.details], error);
  }
}
