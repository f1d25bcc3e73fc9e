// A hundred thousand seeded mutations of good bytes for each reader of serial bytes: none throws, none reads outside,
// none gives more than its bounds. The seed is fixed, so that a failure comes back.
import { describe, expect, it } from "vitest";
import type { Span } from "#contract/frames.ts";
import { decodeEm4100Air, decodeEm4100Frame } from "../../../bridge/decoders/em4100-frame.ts";
import { decodeNdefMessage } from "../../../bridge/decoders/ndef-message.ts";
import { decodeNexmosphereLine } from "../../../bridge/decoders/nexmosphere-line.ts";
import { decodeNmeaSentence } from "../../../bridge/decoders/nmea-sentence.ts";
import { decodePn532Frame, readTargets } from "../../../bridge/decoders/pn532-frame.ts";
import { decodeRfidLine, encodeRfidLine, explainRfidHostLine } from "../../../bridge/decoders/rfid-line.ts";
import { findMessage } from "../../../bridge/decoders/type2-tag.ts";
import { decodeValueLine } from "../../../bridge/decoders/value-line.ts";
import { createEm4100Framer } from "../../../bridge/frames/em4100-framer.ts";
import type { Framer } from "../../../bridge/frames/framer.ts";
import { createLineFramer } from "../../../bridge/frames/line-framer.ts";
import { createPn532Framer } from "../../../bridge/frames/pn532-framer.ts";
import { createTextFramer, textOf } from "../../../bridge/frames/text-framer.ts";
import rows from "../../fixtures/rfid.json" with { type: "json" };

const mutations = 100_000;

/** Mulberry32: small, seeded, good enough to break things. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) % 0x1_0000_0000) % below;
  };
}

function mutate(bytes: Uint8Array, next: (below: number) => number): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  for (let change = next(4); change >= 0; change--) {
    const at = next(mutated.length + 1);
    switch (next(5)) {
      case 0:
        mutated[at] = next(256);
        break;
      case 1:
        mutated = mutated.slice(0, at);
        break;
      case 2:
        mutated = Uint8Array.of(...mutated.subarray(0, at), next(256), ...mutated.subarray(at));
        break;
      case 3:
        mutated = Uint8Array.of(...mutated.subarray(0, at), ...mutated.subarray(at + 1 + next(4)));
        break;
      default:
        mutated = Uint8Array.of(...mutated, ...bytes.subarray(next(bytes.length + 1)));
    }
  }
  return mutated;
}

function inside(spans: readonly Span[], length: number): void {
  // Compared by hand: a hundred thousand expectations would take longer than what they watch.
  for (const span of spans)
    if (
      span.offset < 0 ||
      span.length < 1 ||
      span.offset + span.length > length ||
      (span.value?.length ?? 0) > 200
    )
      throw new Error(`span outside: ${JSON.stringify(span)} of ${length}`);
}

const seedsOf = (...formats: readonly string[]) =>
  rows
    .filter(({ format }) => formats.includes(format))
    .map(({ hex }) => Uint8Array.from(Buffer.from(hex, "hex")));
const utf8 = (text: string) => new TextEncoder().encode(text);

function framed(create: () => Framer, look: (frame: Uint8Array) => void): (bytes: Uint8Array) => void {
  const framer = create();
  return (bytes) => {
    for (const outcome of framer.push(bytes)) if (outcome.kind === "frame") look(outcome.bytes);
  };
}
const kitLines = [
  "HI,2,labo-rfid,1.1.0,1",
  "TA,7,12345,0,04A1B2C3D4E5F6,00,0044",
  "TL,8,12345,0,DEADBEEF,1500",
  "RS,9,2000,0,ok,92,40,0,2",
  "TD,04A1B2C3D4E5F6,3,E1101200030BD101075504612E6F7267",
  "OK,WR",
  "NO,RD,timeout",
  "RD,04A1B2C3D4E5F6,3",
  "WR,04A1B2C3D4E5F6,4,0300FE00",
].map(encodeRfidLine);
/** A line of the kit's is what it is read as, or nothing. */
function lookAtKitLine(bytes: Uint8Array): void {
  const outcome = decodeRfidLine(bytes);
  inside(outcome.spans, bytes.length);
  inside(explainRfidHostLine(bytes), bytes.length);
  if (outcome.ok && outcome.message.type === "tag-data" && outcome.message.data.length !== 16)
    throw new Error("not four pages");
}
const lines = (look: (line: string, bytes: number) => readonly Span[]) =>
  framed(createTextFramer, (frame) => {
    const line = textOf(frame);
    inside(look(line, frame.length), utf8(line).length);
  });

/** The mutated bytes with their checksum made right again, so that what is behind it is mutated too. */
const withChecksum = (bytes: Uint8Array) =>
  encodeRfidLine(
    Buffer.from(bytes)
      .toString("latin1")
      .replace(/^\$|\*[^*]*$/g, ""),
  );

const cases: readonly (readonly [string, readonly Uint8Array[], (bytes: Uint8Array) => void])[] = [
  [
    "125 kHz readers",
    seedsOf("rfid-rdm6300", "rfid-id12la"),
    framed(createEm4100Framer, (frame) => inside(decodeEm4100Frame(frame).spans, frame.length)),
  ],
  [
    "frames of 125 kHz readers, unframed",
    seedsOf("rfid-rdm6300", "rfid-id12la"),
    (bytes) => inside(decodeEm4100Frame(bytes).spans, bytes.length),
  ],
  ["lines of the kit’s reader", kitLines, framed(createLineFramer, lookAtKitLine)],
  ["lines of the kit’s reader, unframed", kitLines, lookAtKitLine],
  [
    "lines of the kit’s reader whose checksum is right",
    kitLines,
    (bytes) => lookAtKitLine(withChecksum(bytes)),
  ],
  ["EM4100 on the air", seedsOf("em4100"), (bytes) => void decodeEm4100Air(bytes)],
  [
    "the PN532",
    seedsOf("rfid-pn532"),
    framed(createPn532Framer, (frame) => inside(decodePn532Frame(frame).spans, frame.length)),
  ],
  [
    "frames of the PN532, unframed",
    seedsOf("rfid-pn532"),
    (bytes) => {
      inside(decodePn532Frame(bytes).spans, bytes.length);
      for (const { uid } of readTargets(bytes.subarray(7)) ?? [])
        if (!/^([0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})$/.test(uid)) throw new Error(uid);
    },
  ],
  [
    "NDEF messages",
    seedsOf("ndef"),
    (bytes) => {
      const outcome = decodeNdefMessage(bytes);
      inside(outcome.spans, bytes.length);
      if (outcome.ok && outcome.records.length > 16) throw new Error("too many records");
    },
  ],
  [
    "the memory of tags",
    [utf8("\x01\x03\xa0\x0c\x34\x03\x05abcde\xfe"), Uint8Array.of(3, 0xff, 1, 2, ...new Uint8Array(258))],
    (bytes) => {
      const found = findMessage(bytes, 144);
      if (found.kind === "message" && found.end > 144) throw new Error("outside the tag");
    },
  ],
  [
    "lines of values",
    ["temp:21.5,hum:40\n", "1\t2\t3\n", '{"a":1,"b":{"c":2}}\n', "température:21 °C\n"].map(utf8),
    lines((line) => decodeValueLine(line, ["a", "b", "c"]).spans),
  ],
  [
    "Nexmosphere lines",
    ["XR[PU002]\r\n", "X001A[1]\r\n", "X001B[TD=UID:04A2B3C4D5E6F7]\r\n"].map(utf8),
    lines((line) => decodeNexmosphereLine(line).spans),
  ],
  [
    "GPS sentences",
    [
      "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n",
      "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A\r\n",
    ].map(utf8),
    lines((line) => decodeNmeaSentence(line).spans),
  ],
];

describe("a hundred thousand mutations", () => {
  it.each(cases)("of %s do no harm", { timeout: 120_000 }, (_name, seeds, feed) => {
    const next = seeded(20_261_125);
    let fed = 0;
    for (; fed < mutations; fed++) feed(mutate(seeds[next(seeds.length)] ?? new Uint8Array(), next));
    expect(fed).toBe(mutations);
  });
});
