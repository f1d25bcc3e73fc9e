// Every fact a device tells and every field of a frame has a name in both languages, and no name is left over.
import { describe, expect, it } from "vitest";
import { factUnit, fieldIds, fieldName } from "#contract/fields.ts";
import type { Span } from "#contract/frames.ts";
import { quantityOf } from "#contract/quantities.ts";
import { decodeEm4100Frame } from "../../../bridge/decoders/em4100-frame.ts";
import { explainFirmata } from "../../../bridge/decoders/firmata-message.ts";
import { decodeKeyboardFrame } from "../../../bridge/decoders/keyboard-burst.ts";
import { decodeNdefMessage } from "../../../bridge/decoders/ndef-message.ts";
import { decodeNexmosphereLine } from "../../../bridge/decoders/nexmosphere-line.ts";
import { decodeNmeaSentence } from "../../../bridge/decoders/nmea-sentence.ts";
import { decodePhoneFrame } from "../../../bridge/decoders/phone-frame.ts";
import { decodePn532Frame } from "../../../bridge/decoders/pn532-frame.ts";
import { explainRaddec } from "../../../bridge/decoders/raddec.ts";
import { decodeAdvertisement } from "../../../bridge/decoders/registry.ts";
import { decodeRfidLine } from "../../../bridge/decoders/rfid-line.ts";
import { decodeValueLine } from "../../../bridge/decoders/value-line.ts";
import { crc16Ibm3740 } from "../../../bridge/frames/crc16.ts";
import raddecRows from "../../fixtures/raddec.json" with { type: "json" };
import readerRows from "../../fixtures/rfid.json" with { type: "json" };
import { contextOf, payloadOf, vectors } from "../../helpers/advertisement-rows.ts";
import { keyboardHex } from "../../helpers/keyboard-frames.ts";
import { ad, concat, flags, fromHex } from "../decoders/payloads.ts";

const shared = concat(flags, ad(0x09, fromHex("4142")), ad(0x0a, fromHex("f4")));

const readerLine = (body: string): Span[] => {
  const crc = crc16Ibm3740(Buffer.from(body, "latin1")).toString(16).toUpperCase().padStart(4, "0");
  const outcome = decodeRfidLine(Buffer.from(`$${body}*${crc}\r\n`, "latin1"));
  if (!outcome.ok) throw new Error(outcome.why.code);
  return [...outcome.spans];
};
const readerLines = [
  "HI,1,labo-rfid,1.0.0,1",
  "TA,7,12345,1,04A1B2C3D4E5F6,00,0044",
  "TL,8,12345,1,DEADBEEF,1500",
  "RS,9,2000,1,ok,92,40,0,2",
  "TD,04A1B2C3D4E5F6,3,E1101200030BD101075504612E6F7267",
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

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const serialReaders = [
  ...readerRows
    .filter(({ expected }) => expected !== null)
    .map(({ format, hex }) => {
      if (format === "rfid-pn532")
        return decodePn532Frame(bytesOf(hex.replace(/^5555(00)+ff03/, "0000ff03")));
      return format === "ndef" ? decodeNdefMessage(bytesOf(hex)) : decodeEm4100Frame(bytesOf(hex));
    }),
  decodePn532Frame(bytesOf("0000ff12eed54b0101000420048899aabb0675778102803b00")),
  ...["XR[PU002]", "X001A[1]", "D001B[TYPE=XRDR1  ]", "X001B[TD=UID:04A2B3C4D5E6F7]"].map(
    decodeNexmosphereLine,
  ),
  ...[
    "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47",
    "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A",
    "$GNGNS,112257.00,3844.24011,N,00908.43828,W,AN,03,10.5,,,,*49",
  ].map(decodeNmeaSentence),
  decodeValueLine("1,2"),
  decodeValueLine('{"a":1}'),
].flatMap((outcome) => outcome.spans);

/** One has a packet, a time and events. */
const raddecs = [
  ...raddecRows.filter(({ expected }) => expected !== null).map(({ hex }) => hex),
  "1000490300112233445501430201001bc50940810000f0014aa3175900f10126422455443322110002011a1aff4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002c5f2057b",
];

const phoneFrames = [
  { type: "lend", at: 0, lends: [], refused: [], asleep: false },
  { type: "sample", at: 1, motion: [0, 0, 9.8], orientation: [0, 0, 0], light: 1, sound: -1 },
  { type: "tag", at: 2, uid: "04a1b2c3" },
].flatMap((frame) => {
  const outcome = decodePhoneFrame(Buffer.from(JSON.stringify(frame)));
  return outcome.ok ? outcome.spans : [];
});

const keyboardFrames = [keyboardHex.here(1), keyboardHex.typed("0008520833")].flatMap((hex) => {
  const outcome = decodeKeyboardFrame(bytesOf(hex));
  return outcome.ok ? outcome.spans : [];
});

const outcomes = vectors.flatMap((row) => decodeAdvertisement(payloadOf(row), contextOf(row)).outcomes);
const spans = [
  ...outcomes.flatMap((outcome) => outcome.spans()),
  ...decodeAdvertisement(shared).commonSpans(),
  ...readerLines.flatMap(readerLine),
  ...phoneFrames,
  ...keyboardFrames,
  ...serialReaders,
  ...raddecs.flatMap((hex) => explainRaddec(bytesOf(hex))),
  ...firmata.flatMap((bytes) => explainFirmata(Uint8Array.from(bytes))),
];
/** Told by sessions, not by a frame. */
const ofSessions = [
  ...["line", "gap", "elements"],
  ...["group", "topics", "subscriptions", "visitor", "stop"],
  ...["dial", "intervalMs", "firmware", "version", "chip", "port", "manufacturer", "adcBits", "adcVolts"],
  ...["baudRate", "confidence", "alternatives", "framing", "checksum", "tagText", "tagLink", "tagAddress"],
];
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
