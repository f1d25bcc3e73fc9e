// Every row of the fixtures for tag readers, through framer and decoder: what is expected, or refused with a reason.
import { describe, expect, it } from "vitest";
import { spanSchema } from "#contract/frames.ts";
import { decodeEm4100Air, decodeEm4100Frame } from "../../../bridge/decoders/em4100-frame.ts";
import { decodeNdefMessage, type NdefRecord } from "../../../bridge/decoders/ndef-message.ts";
import { decodePn532Frame, readFirmwareVersion, readTargets } from "../../../bridge/decoders/pn532-frame.ts";
import { createEm4100Framer } from "../../../bridge/frames/em4100-framer.ts";
import type { Framer } from "../../../bridge/frames/framer.ts";
import { createPn532Framer } from "../../../bridge/frames/pn532-framer.ts";
import rows from "../../fixtures/rfid.json" with { type: "json" };
import { run } from "../../helpers/framer-suite.ts";

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const hex4 = (value: number) => value.toString(16).padStart(4, "0");

/** The one frame of these bytes, or undefined when the framer gives none. */
function frameOf(framer: Framer, bytes: Uint8Array): Uint8Array | undefined {
  return run(framer, [bytes]).find((outcome) => outcome.kind === "frame")?.bytes;
}

function em4100(bytes: Uint8Array): object | null {
  const frame = frameOf(createEm4100Framer(), bytes);
  if (frame === undefined) return null;
  const outcome = decodeEm4100Frame(frame);
  if (!outcome.ok) return null;
  const { tag, raw, checksum, computed, checksumOk } = outcome;
  return {
    raw,
    version: tag.version,
    cardNumber: tag.cardNumber,
    printed10: tag.printed,
    facilityCode: tag.facilityCode,
    card16: tag.card16,
    ...(checksum === undefined ? {} : { checksum }),
    computedChecksum: computed,
    checksumOk,
  };
}

function pn532(bytes: Uint8Array): object | null {
  const frame = frameOf(createPn532Framer(), bytes);
  if (frame === undefined) return null;
  const outcome = decodePn532Frame(frame);
  if (!outcome.ok) return null;
  if (outcome.frame.kind === "error") return { errorFrame: true, tfi: 0x7f };
  if (outcome.frame.kind !== "message") return { [outcome.frame.kind]: true };
  const { direction, code, data } = outcome.frame;
  const targets = code === 0x4b ? readTargets(data) : undefined;
  const firmware = code === 0x03 ? readFirmwareVersion(data) : undefined;
  return {
    len: data.length + 2,
    tfi: direction === "to-chip" ? 0xd4 : 0xd5,
    command: code,
    data: hexOf(data),
    dcs: frame[frame.length - 2],
    ...firmware,
    ...(targets === undefined
      ? {}
      : {
          nbTg: targets.length,
          uids: targets.map(({ uid }) => uid),
          tg: targets[0]?.number,
          sensRes: hex4(targets[0]?.atqa ?? 0),
          selRes: (targets[0]?.sak ?? 0).toString(16).padStart(2, "0"),
          uid: targets[0]?.uid,
        }),
  };
}

function ndefRecord(record: NdefRecord): object {
  if (record.type === "text") return { type: "text", lang: record.language, text: record.text };
  if (record.type === "uri") return { type: "uri", uri: record.uri };
  if (record.type === "mime") return { type: "mime", mime: record.mime, data: record.text };
  return { type: record.type };
}

function ndef(bytes: Uint8Array): object | null {
  const outcome = decodeNdefMessage(bytes);
  return outcome.ok ? outcome.records.map(ndefRecord) : null;
}

function air(bytes: Uint8Array): object | null {
  const tag = decodeEm4100Air(bytes);
  return tag === undefined ? null : { version: tag.version, cardNumber: tag.cardNumber, id: tag.uid };
}

const readers: Readonly<Record<string, (bytes: Uint8Array) => object | null>> = {
  "rfid-rdm6300": em4100,
  "rfid-id12la": em4100,
  "rfid-pn532": pn532,
  ndef,
  em4100: air,
};
const read = ({ format, hex }: (typeof rows)[number]) => {
  const reader = readers[format];
  if (reader === undefined) throw new Error(`no reader of ${format}`);
  return reader(bytesOf(hex));
};

describe("rows of tag readers", () => {
  it.each(rows.filter(({ expected }) => expected !== null))("$name is read", (row) => {
    const found = read(row);
    if (Array.isArray(row.expected)) expect(found).toEqual(row.expected);
    else expect(found).toMatchObject(row.expected ?? {});
  });

  it.each(rows.filter(({ expected }) => expected === null))("$name is refused", (row) => {
    expect(read(row)).toBeNull();
  });

  it("are of every format, and each format has rows that are refused", () => {
    for (const format of ["rfid-rdm6300", "rfid-id12la", "rfid-pn532", "ndef", "em4100"]) {
      const of = rows.filter((row) => row.format === format);
      expect(
        of.some(({ expected }) => expected !== null),
        format,
      ).toBe(true);
      expect(
        of.some(({ expected }) => expected === null),
        format,
      ).toBe(true);
    }
  });

  it("have spans inside the frame, in order, none over another, every byte of a serial frame covered", () => {
    for (const { format, hex, expected } of rows) {
      if (expected === null || !format.startsWith("rfid-")) continue;
      const isPn532 = format === "rfid-pn532";
      const frame =
        frameOf(isPn532 ? createPn532Framer() : createEm4100Framer(), bytesOf(hex)) ?? new Uint8Array();
      const { spans } = isPn532 ? decodePn532Frame(frame) : decodeEm4100Frame(frame);
      let at = 0;
      for (const span of spans) {
        spanSchema.parse(span);
        expect(span.offset).toBe(at);
        at += span.length;
      }
      expect(at).toBe(frame.length);
    }
  });

  it("cut anywhere are refused, and never throw", () => {
    for (const row of rows) {
      if (row.expected === null) continue;
      const whole = bytesOf(row.hex);
      for (let length = 0; length < whole.length; length++)
        expect(readers[row.format]?.(whole.subarray(0, length)) ?? null, `${row.name} ${length}`).toBeNull();
    }
  });
});
