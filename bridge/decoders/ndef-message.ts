// NDEF messages of NFC tags → records, with the bytes of each, and links → messages.
// NFC Forum: NDEF 1.0, "Text" and "URI" Record Type Definitions 1.0. Written here because no maintained package reads
// it: `ndef` dates from 2016 and reads outside of short buffers, `@taptrack/ndef` from 2018, `ndef-lib` is a browser port.
// What a tag says is hostile: bounded, made plain text, and a link only where its scheme is harmless.
import type { Span } from "#contract/frames.ts";
import type { Refusal } from "#contract/refusals.ts";
import { plainText, u8, u32be } from "./bytes.ts";

/** Most records read of one message, and most characters kept of one. */
const mostRecords = 16;
const mostCharacters = 255;

/** Abbreviated starts of URIs, by their code (URI Record Type Definition, table 3). */
const uriPrefixes = [
  "",
  "http://www.",
  "https://www.",
  "http://",
  "https://",
  "tel:",
  "mailto:",
  "ftp://anonymous:anonymous@",
  "ftp://ftp.",
  "ftps://",
  "sftp://",
  "smb://",
  "nfs://",
  "ftp://",
  "dav://",
  "news:",
  "telnet://",
  "imap:",
  "rtsp://",
  "urn:",
  "pop:",
  "sip:",
  "sips:",
  "tftp:",
  "btspp://",
  "btl2cap://",
  "btgoep://",
  "tcpobex://",
  "irdaobex://",
  "file://",
  "urn:epc:id:",
  "urn:epc:tag:",
  "urn:epc:pat:",
  "urn:epc:raw:",
  "urn:epc:",
  "urn:nfc:",
] as const;

const harmlessSchemes = new Set(["http:", "https:", "mailto:", "tel:"]);

export type NdefRecord =
  | { readonly type: "empty" }
  | { readonly type: "text"; readonly language: string; readonly text: string }
  /** `link`: a page may offer it; without, it is text only. */
  | { readonly type: "uri"; readonly uri: string; readonly link: boolean }
  | { readonly type: "mime"; readonly mime: string; readonly text: string }
  /** A kind this does not read, by its name. */
  | { readonly type: "other"; readonly name: string; readonly bytes: number };

export type NdefOutcome =
  | { readonly ok: true; readonly records: readonly NdefRecord[]; readonly spans: readonly Span[] }
  | { readonly ok: false; readonly why: Refusal; readonly spans: readonly Span[] };

/** Whether a URI may be offered as a link: a harmless scheme, an address that is one, and nothing hidden in it. */
export function isHarmlessLink(uri: string): boolean {
  if (uri.length === 0 || uri.length > mostCharacters || !/^[\x21-\x7e]+$/.test(uri)) return false;
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname, username, password } = new URL(uri);
  if (!harmlessSchemes.has(protocol)) return false;
  // `https://museum.example@elsewhere.example/` leads elsewhere than it reads.
  if (username !== "" || password !== "") return false;
  return protocol.startsWith("http") ? hostname !== "" : true;
}

function textRecord(payload: Uint8Array): NdefRecord | undefined {
  const status = payload[0];
  if (status === undefined) return undefined;
  const languageEnd = 1 + (status & 0x3f);
  if (languageEnd > payload.length) return undefined;
  const language = plainText(payload.subarray(1, languageEnd), 20);
  const body = payload.subarray(languageEnd);
  if ((status & 0x80) === 0) return { type: "text", language, text: plainText(body, mostCharacters) };
  // UTF-16, big-endian unless a byte order mark says otherwise.
  const label = body[0] === 0xff && body[1] === 0xfe ? "utf-16le" : "utf-16be";
  const decoded = new TextDecoder(label, { fatal: false }).decode(body);
  return { type: "text", language, text: plainText(new TextEncoder().encode(decoded), mostCharacters) };
}

function uriRecord(payload: Uint8Array): NdefRecord | undefined {
  const prefix = uriPrefixes[payload[0] ?? 0xff];
  if (prefix === undefined) return undefined;
  const bytes = payload.subarray(1);
  const uri = (prefix + plainText(bytes, mostCharacters)).slice(0, mostCharacters);
  const isWhole = prefix.length + bytes.length <= mostCharacters;
  return { type: "uri", uri, link: isWhole && isHarmlessLink(uri) };
}

const typeNames = [
  "empty",
  "well-known",
  "MIME",
  "absolute URI",
  "external",
  "unknown",
  "unchanged",
  "reserved",
];

function recordOf(format: number, type: string, payload: Uint8Array): NdefRecord | undefined {
  if (format === 0) return { type: "empty" };
  if (format === 1 && type === "T") return textRecord(payload);
  if (format === 1 && type === "U") return uriRecord(payload);
  if (format === 2) return { type: "mime", mime: type, text: plainText(payload, mostCharacters) };
  return { type: "other", name: type === "" ? (typeNames[format] ?? "") : type, bytes: payload.length };
}

const shown = (record: NdefRecord): string => {
  switch (record.type) {
    case "empty":
      return "";
    case "text":
    case "mime":
      return record.text;
    case "uri":
      return record.uri;
    case "other":
      return record.name;
  }
};

/** Reads a whole NDEF message. Never throws, never reads outside it. */
export function decodeNdefMessage(bytes: Uint8Array): NdefOutcome {
  const records: NdefRecord[] = [];
  const spans: Span[] = [];
  const refuse = (why: Refusal): NdefOutcome => ({ ok: false, why, spans });
  const cut = (field: string) => refuse({ code: "cut", at: bytes.length, field });
  let at = 0;
  for (;;) {
    if (records.length === mostRecords) return refuse({ code: "unsupported", at, field: "record header" });
    const header = bytes[at];
    if (header === undefined || at + 1 >= bytes.length) return cut("record header");
    const isFirst = (header & 0x80) !== 0;
    const isLast = (header & 0x40) !== 0;
    const isShort = (header & 0x10) !== 0;
    const hasId = (header & 0x08) !== 0;
    const format = header & 0x07;
    if (isFirst !== (records.length === 0)) return refuse({ code: "form", at, field: "record header" });
    if ((header & 0x20) !== 0) return refuse({ code: "unsupported", at, field: "record header" });
    const typeBytes = u8(bytes, at + 1);
    const lengthBytes = isShort ? 1 : 4;
    const headBytes = 2 + lengthBytes + (hasId ? 1 : 0);
    if (at + headBytes > bytes.length) return cut("record header");
    const payloadBytes = isShort ? u8(bytes, at + 2) : u32be(bytes, at + 2);
    const idBytes = hasId ? u8(bytes, at + 2 + lengthBytes) : 0;
    const typeAt = at + headBytes;
    const payloadAt = typeAt + typeBytes + idBytes;
    const end = payloadAt + payloadBytes;
    if (end > bytes.length) return cut("data");
    if (format === 0 && typeBytes + idBytes + payloadBytes > 0)
      return refuse({ code: "form", at, field: "record header" });
    const type = plainText(bytes.subarray(typeAt, typeAt + typeBytes), 60);
    spans.push({
      offset: at,
      length: headBytes,
      field: "record header",
      value: typeNames[format] ?? "",
      note: {
        fr: "Quelle sorte d’information, et sa longueur",
        en: "What kind of information, and how long",
      },
    });
    if (typeBytes + idBytes > 0)
      spans.push({ offset: typeAt, length: typeBytes + idBytes, field: "type", value: type });
    const record = recordOf(format, type, bytes.subarray(payloadAt, end));
    if (record === undefined)
      return refuse({ code: "form", at: payloadAt, field: type === "T" ? "text" : "url" });
    if (payloadBytes > 0)
      spans.push({
        offset: payloadAt,
        length: payloadBytes,
        field: "data",
        value: shown(record).slice(0, 200),
      });
    records.push(record);
    at = end;
    if (isLast) break;
  }
  return at === bytes.length ? { ok: true, records, spans } : refuse({ code: "trailing", at });
}

/**
 * A message of one URI record.
 * @param uri a harmless link, in ASCII.
 * @returns `undefined` for anything else: nothing dangerous is ever written.
 */
export function encodeNdefLink(uri: string): Uint8Array | undefined {
  if (!isHarmlessLink(uri)) return undefined;
  let code = 0;
  for (const [index, prefix] of uriPrefixes.entries())
    if (uri.startsWith(prefix) && prefix.length > (uriPrefixes[code]?.length ?? 0)) code = index;
  const rest = uri.slice(uriPrefixes[code]?.length ?? 0);
  return Uint8Array.of(0xd1, 0x01, rest.length + 1, 0x55, code, ...new TextEncoder().encode(rest));
}
