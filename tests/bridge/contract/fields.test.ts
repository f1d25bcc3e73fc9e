// Every fact a device tells and every field of a frame has a name in both languages, and no name is left over.
import { describe, expect, it } from "vitest";
import { factUnit, fieldIds, fieldName } from "#contract/fields.ts";
import type { Span } from "#contract/frames.ts";
import { quantityOf } from "#contract/quantities.ts";
import { explainFirmata } from "../../../bridge/decoders/firmata-message.ts";
import { decodePhoneFrame } from "../../../bridge/decoders/phone-frame.ts";
import { decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { decodeRfidLine } from "../../../bridge/decoders/rfid-line.ts";
import { crc16Ibm3740 } from "../../../bridge/frames/crc16.ts";
import { contextOf, payloadOf, vectors } from "../../helpers/advertisement-rows.ts";
import { ad, concat, flags, fromHex } from "../decoders/payloads.ts";

const shared = concat(flags, ad(0x09, fromHex("4142")), ad(0x0a, fromHex("f4")));

const readerLine = (body: string): Span[] => {
  const crc = crc16Ibm3740(Buffer.from(body, "latin1")).toString(16).toUpperCase().padStart(4, "0");
  const outcome = decodeRfidLine(Buffer.from(`$${body}*${crc}\r\n`, "latin1"));
  if (!outcome.ok) throw new Error(outcome.reason);
  return [...outcome.spans];
};
const readerLines = [
  "HI,1,labo-rfid,1.0.0,1",
  "TA,7,12345,1,04A1B2C3D4E5F6,00,0044",
  "TL,8,12345,1,DEADBEEF,1500",
  "RS,9,2000,1,ok,92,40,0,2",
  "OK,status",
  "NO,hold,range",
];
const firmata = [
  [0xe2, 0x7f, 0x07],
  [0x90, 0x04, 0x00],
  [0xf9, 2, 6],
  [0xf4, 6, 3],
  [0xc0, 1],
  [0xd0, 1],
  [0xf0, 0x79, 2, 6, 0xf7],
  [0xff],
];

const phoneFrames = [
  { type: "lend", at: 0, lends: [], refused: [], asleep: false },
  { type: "sample", at: 1, motion: [0, 0, 9.8], orientation: [0, 0, 0], light: 1, sound: -1 },
  { type: "tag", at: 2, uid: "04a1b2c3" },
].flatMap((frame) => {
  const outcome = decodePhoneFrame(Buffer.from(JSON.stringify(frame)));
  return outcome.ok ? outcome.spans : [];
});

const outcomes = vectors.flatMap((row) => decodeAdvertisement(payloadOf(row), contextOf(row)).outcomes);
const spans = [
  ...outcomes.flatMap((outcome) => outcome.spans()),
  ...decodeAdvertisement(shared).commonSpans(),
  ...readerLines.flatMap(readerLine),
  ...phoneFrames,
  ...firmata.flatMap((bytes) => explainFirmata(Uint8Array.from(bytes))),
];
/** Told by sessions, not by a frame. */
const ofSessions = ["dial", "intervalMs", "firmware", "version", "chip", "port", "manufacturer"];
const told = new Set([
  ...spans.map(({ field }) => field),
  ...outcomes.flatMap((outcome) => (outcome.ok ? Object.keys(outcome.facts) : [])),
  ...ofSessions,
]);

describe("names of facts and fields", () => {
  it("leave none of those that are told without one", () => {
    const nameless = [...told].filter((id) => !fieldIds.includes(id) && quantityOf(id) === undefined);
    expect(nameless).toEqual([]);
  });

  it("name nothing that is not told", () => {
    expect(fieldIds.filter((id) => !told.has(id))).toEqual([]);
  });

  it("are short, in both languages", () => {
    for (const id of fieldIds) {
      const { fr, en } = fieldName(id);
      for (const name of [fr, en]) {
        expect(name, id).toMatch(/^\p{Lu}/u);
        expect(name.length, id).toBeLessThanOrEqual(40);
      }
    }
  });

  it("are the id itself where nobody named it", () => {
    expect(fieldName("x-new")).toEqual({ fr: "x-new", en: "x-new" });
  });

  it("a time says its unit", () => {
    expect([factUnit("intervalMs"), factUnit("minor")]).toEqual(["ms", ""]);
  });
});
