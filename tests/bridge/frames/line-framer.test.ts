import { describe, expect, it } from "vitest";
import { encodeRfidLine } from "../../../bridge/decoders/rfid-line.ts";
import { createLineFramer, maxLineBytes } from "../../../bridge/frames/line-framer.ts";
import { describeFramer, join, run } from "../../helpers/framer-suite.ts";

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const hello = encodeRfidLine("HI,1,labo-rfid,1.0.0,1");
const arrived = encodeRfidLine("TA,7,12345,1,04A1B2C3D4E5F6,00,0044");
const wrong = hello.slice();
wrong[wrong.length - 3] = wrong[wrong.length - 3] === 0x30 ? 0x31 : 0x30;

describeFramer({
  name: "line",
  create: createLineFramer,
  frames: [hello, arrived],
  noise: ascii("\r\n*?boot 12"),
  torn: ascii("$TA,7,12345,1,04A1"),
  endless: ascii(`$${"A".repeat(1000)}`),
  longest: maxLineBytes,
  wrongChecksum: wrong,
});

describe("a line", () => {
  it("is refused without its CR, with a lower-case checksum or without a star", () => {
    const text = Buffer.from(hello).toString("latin1");
    const crc = text.slice(-6, -2);
    const lower = /[A-F]/.test(crc) ? text.replace(crc, crc.toLowerCase()) : text.replace(crc, "zzzz");
    for (const bad of [text.replace("\r\n", "\n"), lower, text.replace("*", "+"), "$\n", "$\r\n"]) {
      const outcomes = run(createLineFramer(), [ascii(bad)]);
      expect(outcomes.map((o) => o.kind === "discarded" && o.reason)).toEqual(["malformed"]);
    }
  });

  it("of exactly the longest length is taken, one byte more is not", () => {
    const longest = encodeRfidLine("A".repeat(maxLineBytes - 8));
    expect(longest.length).toBe(maxLineBytes);
    expect(run(createLineFramer(), [longest]).map((o) => o.kind)).toEqual(["frame"]);
    const over = encodeRfidLine("A".repeat(maxLineBytes - 7));
    expect(run(createLineFramer(), [over]).some((o) => o.kind === "frame")).toBe(false);
  });

  it("behind a line that was torn and ran into it is kept", () => {
    const outcomes = run(createLineFramer(), [join(ascii("$RS,1,200,1,o"), arrived)]);
    expect(outcomes.map((o) => o.kind)).toEqual(["discarded", "frame"]);
  });
});
