// Memory of a NTAG or MIFARE Ultralight through a reader: the NDEF message read, a link written and read back.
// NFC Forum Type 2 Tag Operation 1.1, chapter 5: READ gives four pages, WRITE takes one.
import { decodeNdefMessage, encodeNdefLink, type NdefRecord } from "../decoders/ndef-message.ts";
import {
  capabilityPage,
  findMessage,
  firstDataPage,
  layOutMessage,
  mostDataBytes,
  pageBytes,
  readCapability,
} from "../decoders/type2-tag.ts";
import { LaboError } from "../errors.ts";

/** Bytes to the tag, its answer back. @throws LaboError when the tag does not answer. */
export type TagExchange = (bytes: Uint8Array) => Promise<Uint8Array>;

const readCommand = 0x30;
const writeCommand = 0xa2;
const readBytes = 16;

async function readPages(exchange: TagExchange, page: number): Promise<Uint8Array> {
  const bytes = await exchange(Uint8Array.of(readCommand, page));
  if (bytes.length !== readBytes) throw new LaboError("TAG_UNREADABLE", [`page ${page}`]);
  return bytes;
}

/** From page 4 on, `length` bytes at least. */
async function readData(exchange: TagExchange, from: Uint8Array, length: number): Promise<Uint8Array> {
  let data = from;
  while (data.length < Math.min(length, mostDataBytes)) {
    const more = await readPages(exchange, firstDataPage + data.length / pageBytes);
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
 */
export async function readRecords(exchange: TagExchange): Promise<readonly NdefRecord[] | undefined> {
  const first = await readPages(exchange, capabilityPage);
  const capability = readCapability(first);
  if (capability === undefined) return undefined;
  let data: Uint8Array = first.slice(pageBytes);
  let found = findMessage(data, capability.dataBytes);
  while (found.kind === "more" && data.length < capability.dataBytes) {
    data = await readData(exchange, data, data.length + 1);
    found = findMessage(data, capability.dataBytes);
  }
  if (found.kind !== "message") return undefined;
  data = await readData(exchange, data, found.end);
  const outcome = decodeNdefMessage(data.subarray(found.offset, found.end));
  return outcome.ok ? outcome.records : undefined;
}

/**
 * Writes one link as the tag's only record, and reads it back.
 * @throws LaboError LINK_REFUSED, TAG_NOT_WRITABLE, TAG_UNREADABLE, or what `exchange` throws.
 */
export async function writeLink(exchange: TagExchange, link: string): Promise<void> {
  const message = encodeNdefLink(link);
  if (message === undefined) throw new LaboError("LINK_REFUSED");
  const capability = readCapability((await readPages(exchange, capabilityPage)).subarray(0, pageBytes));
  if (capability === undefined || !capability.writable) throw new LaboError("TAG_NOT_WRITABLE");
  const laid = layOutMessage(message, capability.dataBytes);
  if (laid === undefined)
    throw new LaboError("TAG_NOT_WRITABLE", [`${message.length} bytes on ${capability.dataBytes}`]);
  for (let at = 0; at < laid.length; at += pageBytes)
    await exchange(
      Uint8Array.of(writeCommand, firstDataPage + at / pageBytes, ...laid.subarray(at, at + pageBytes)),
    );
  const back = await readData(exchange, new Uint8Array(), laid.length);
  if (!laid.every((byte, index) => back[index] === byte))
    throw new LaboError("TAG_UNREADABLE", ["verification"]);
}
