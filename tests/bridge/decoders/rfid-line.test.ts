import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spanSchema } from "#contract/frames.ts";
import { discardReasonOf } from "#contract/refusals.ts";
import { decodeRfidLine, encodeRfidLine, rfidHostLines } from "../../../bridge/decoders/rfid-line.ts";

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

it("lines of the host are whole, with their checksum", () => {
  expect(text(rfidHostLines.identify())).toMatch(/^\$\?\*[0-9A-F]{4}\r\n$/);
  expect(text(rfidHostLines.setHoldTime(300))).toMatch(/^\$HT,300\*[0-9A-F]{4}\r\n$/);
  expect(text(rfidHostLines.setPollInterval(50))).toMatch(/^\$PI,50\*[0-9A-F]{4}\r\n$/);
});
