import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spanSchema } from "#contract/frames.ts";
import { discardReasonOf } from "#contract/refusals.ts";
import {
  decodeRfidLine,
  encodeRfidLine,
  explainRfidHostLine,
  rfidHostLines,
} from "../../../bridge/decoders/rfid-line.ts";

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

const rows = [
  {
    body: "HI,1,labo-rfid,1.0.0,1",
    message: { type: "hello", protocol: 1, firmware: "labo-rfid", version: "1.0.0", readers: 1 },
  },
  {
    body: "TA,7,12345,1,04A1B2C3D4E5F6,00,0044",
    message: {
      type: "tag-arrived",
      seq: 7,
      ms: 12345,
      reader: 1,
      uid: "04a1b2c3d4e5f6",
      sak: 0,
      atqa: 0x44,
    },
  },
  {
    body: "TA,0,0,0,DEADBEEF,08,0004",
    message: { type: "tag-arrived", seq: 0, ms: 0, reader: 0, uid: "deadbeef", sak: 8, atqa: 4 },
  },
  {
    body: "TL,4294967295,4294967295,1,DEADBEEF,1500",
    message: {
      type: "tag-left",
      seq: 4294967295,
      ms: 4294967295,
      reader: 1,
      uid: "deadbeef",
      presentMs: 1500,
    },
  },
  {
    body: "RS,9,2000,1,ok,92,40,0,2",
    message: {
      type: "reader-status",
      seq: 9,
      ms: 2000,
      reader: 1,
      status: "ok",
      chip: 0x92,
      polls: 40,
      errors: 0,
      held: 2,
    },
  },
  {
    body: "TD,04A1B2C3D4E5F6,3,E1101200030BD101075504612E6F7267",
    message: {
      type: "tag-data",
      uid: "04a1b2c3d4e5f6",
      page: 3,
      data: Uint8Array.from(Buffer.from("e1101200030bd101075504612e6f7267", "hex")),
    },
  },
  {
    body: `TD,04112233445566778899,255,${"0".repeat(32)}`,
    message: { type: "tag-data", uid: "04112233445566778899", page: 255, data: new Uint8Array(16) },
  },
  { body: "NO,WR,timeout", message: { type: "refused", command: "WR", reason: "timeout" } },
  { body: "OK,HT", message: { type: "accepted", command: "HT" } },
  { body: "NO,HT,range", message: { type: "refused", command: "HT", reason: "range" } },
];

describe("lines of the reader board", () => {
  it.each(rows)("$body gives its message", ({ body, message }) => {
    const outcome = decodeRfidLine(encodeRfidLine(body));
    expect(outcome).toMatchObject({ ok: true, message });
  });

  it.each(rows)("$body has a span for every byte but the commas and the star", ({ body }) => {
    const frame = encodeRfidLine(body);
    const { spans } = decodeRfidLine(frame);
    const covered = new Set<number>();
    for (const span of spans) {
      spanSchema.parse(span);
      for (let at = span.offset; at < span.offset + span.length; at++) {
        expect(covered.has(at)).toBe(false);
        covered.add(at);
      }
    }
    const left = [...frame.keys()].filter((at) => !covered.has(at)).map((at) => text(frame)[at]);
    expect(left.join("")).toMatch(/^,*\*$/);
  });

  it.each([
    ["an unknown type", "ZZ,1", "unknown-type"],
    ["an inherited name as type", "constructor,1", "unknown-type"],
    ["nothing", "", "unknown-type"],
    ["a field too few", "TA,7,12345,1,04A1B2C3D4E5F6,00", "malformed"],
    ["a field too many", "OK,HT,1", "malformed"],
    ["a UID of five bytes", "TA,7,12345,1,04A1B2C3D4,00,0044", "malformed"],
    ["a lower-case UID", "TA,7,12345,1,04a1b2c3d4e5f6,00,0044", "malformed"],
    ["a negative number", "TL,-7,12345,1,DEADBEEF,5", "malformed"],
    ["a number beyond 32 bits", "TL,4294967296,12345,1,DEADBEEF,5", "malformed"],
    ["a leading zero", "TL,07,12345,1,DEADBEEF,5", "malformed"],
    ["an unknown state", "RS,9,2000,1,fine,92,40,0,2", "malformed"],
    ["an empty field", "NO,HT,", "malformed"],
    ["fifteen bytes of a tag", `TD,DEADBEEF,4,${"0".repeat(30)}`, "malformed"],
    ["seventeen bytes of a tag", `TD,DEADBEEF,4,${"0".repeat(34)}`, "malformed"],
    ["a page beyond 255", `TD,DEADBEEF,256,${"0".repeat(32)}`, "malformed"],
    ["the host’s own question, come back", "?", "unknown-type"],
    ["the host’s own writing, come back", "WR,DEADBEEF,4,00000000", "unknown-type"],
  ])("%s is refused with a reason", (_name, body, discard) => {
    const outcome = decodeRfidLine(encodeRfidLine(body));
    expect(outcome.ok || discardReasonOf(outcome.why)).toBe(discard);
  });

  it("never throws on any truncation of any line, nor reads outside it", () => {
    for (const { body } of rows) {
      const frame = encodeRfidLine(body);
      for (let length = 0; length < frame.length; length++) {
        const outcome = decodeRfidLine(frame.subarray(0, length));
        expect(outcome.ok).toBe(false);
        for (const span of outcome.spans) expect(span.offset + span.length).toBeLessThanOrEqual(length);
      }
    }
  });

  it("never throws on random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 96 }), (bytes) => {
        const { spans } = decodeRfidLine(bytes);
        for (const span of spans) {
          expect(span.offset).toBeGreaterThanOrEqual(0);
          expect(span.offset + span.length).toBeLessThanOrEqual(bytes.length);
        }
      }),
    );
  });
});

describe("lines of the host", () => {
  const lines = [
    ["$?*", "start type crc end", rfidHostLines.identify()],
    ["$HT,300*", "start type value crc end", rfidHostLines.setHoldTime(300)],
    ["$PI,50*", "start type value crc end", rfidHostLines.setPollInterval(50)],
    ["$RD,04A1B2C3D4E5F6,3*", "start type uid page crc end", rfidHostLines.readPages("04a1b2c3d4e5f6", 3)],
    [
      "$WR,04A1B2C3D4E5F6,4,0300FE00*",
      "start type uid page data crc end",
      rfidHostLines.writePage("04a1b2c3d4e5f6", 4, Uint8Array.of(0x03, 0x00, 0xfe, 0x00)),
    ],
  ] as const;

  it.each(lines)("%s… is whole, with its checksum, and explained", (start, fields, line) => {
    expect(text(line).slice(0, start.length)).toBe(start);
    expect(text(line).slice(start.length)).toMatch(/^[0-9A-F]{4}\r\n$/);
    const spans = explainRfidHostLine(line);
    expect(spans.map(({ field }) => field).join(" ")).toBe(fields);
    for (const span of spans) spanSchema.parse(span);
  });

  it("never throw when explained, cut anywhere, nor reach outside", () => {
    for (const [, , line] of lines)
      for (let length = 0; length < line.length; length++)
        for (const span of explainRfidHostLine(line.subarray(0, length)))
          expect(span.offset + span.length).toBeLessThanOrEqual(length);
  });

  it("fit the longest line the board takes", () => {
    const longest = rfidHostLines.writePage("04112233445566778899", 255, new Uint8Array(4));
    expect(longest.length).toBeLessThanOrEqual(96);
  });
});
