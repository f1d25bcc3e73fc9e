import { describe, expect, it } from "vitest";
import {
  createPn532Framer,
  encodePn532,
  maxPn532DataBytes,
  maxPn532FrameBytes,
  pn532Ack,
  pn532Nack,
  pn532WakeUp,
} from "../../../bridge/frames/pn532-framer.ts";
import { describeFramer, join, run } from "../../helpers/framer-suite.ts";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const firmware = bytes("0000ff06fad50332010607e800");
const card = bytes("0000ff0cf4d54b010100040804cb98a605c000");
const wrong = bytes("0000ff0cf4d54b010100040804cb98a605c100");

describeFramer({
  name: "PN532",
  create: createPn532Framer,
  frames: [firmware, card],
  noise: bytes("5555 1234 ff"),
  torn: bytes("0000ff0cf4d54b01"),
  endless: join(bytes("0000ffffff0fffF2"), new Uint8Array(2000).fill(0x33)),
  longest: maxPn532FrameBytes * 2,
});

const kinds = (given: Uint8Array) =>
  run(createPn532Framer(), [given]).map((o) => (o.kind === "frame" ? "frame" : o.reason));

describe("frames of the PN532", () => {
  it("come glued: an acknowledgement, then the answer", () => {
    expect(run(createPn532Framer(), [join(pn532Ack, firmware, pn532Nack)])).toEqual([
      { kind: "frame", bytes: pn532Ack },
      { kind: "frame", bytes: firmware },
      { kind: "frame", bytes: pn532Nack },
    ]);
  });

  it("are found behind the wake-up, whose zeros could all be their start", () => {
    const command = encodePn532(Uint8Array.of(0x14, 0x01));
    const outcomes = run(createPn532Framer(), [join(pn532WakeUp, command)]);
    expect(outcomes).toEqual([
      { kind: "discarded", bytes: pn532WakeUp, reason: "noise" },
      { kind: "frame", bytes: command },
    ]);
    const merged = run(createPn532Framer(), [bytes("55550000000000000000000000000000ff03fdd414011700")]);
    expect(merged.map((o) => o.kind)).toEqual(["discarded", "frame"]);
  });

  it("are extended when long, up to the longest the chip takes", () => {
    for (const length of [1, 254, 255, 264]) {
      const frame = encodePn532(new Uint8Array(length).fill(0xa5));
      expect(kinds(frame)).toEqual(["frame"]);
    }
    expect(encodePn532(new Uint8Array(254))[3]).toBe(255);
    expect(encodePn532(new Uint8Array(255)).subarray(3, 5)).toEqual(bytes("ffff"));
    expect(() => encodePn532(new Uint8Array(maxPn532DataBytes))).toThrow(RangeError);
    expect(() => encodePn532(new Uint8Array(0))).toThrow(RangeError);
  });

  it.each([
    ["a length and a complement that disagree", "0000ff0cf5d54b010100040804cb98a605c000"],
    ["no postamble", "0000ff02fed5151601"],
    ["a length of zero", "0000ff000000"],
    ["an extended length of zero", "0000ffffff000000"],
    ["an extended length whose sum is wrong", "0000ffffff000102d516"],
  ])("with %s are malformed", (_name, hex) => {
    expect(kinds(bytes(hex))[0]).toBe("malformed");
  });

  it("with a wrong checksum are discarded; the next one is found, though the end of the bad one could be its start", () => {
    const outcomes = run(createPn532Framer(), [join(wrong, card)]);
    expect(outcomes[0]).toMatchObject({ kind: "discarded", reason: "bad-checksum" });
    expect(outcomes.at(-1)).toEqual({ kind: "frame", bytes: card });
  });

  it("with a good one inside a damaged one lose only the damaged one", () => {
    const damaged = join(bytes("0000ff20e0d541"), card, new Uint8Array(40).fill(0x11));
    expect(kinds(damaged)).toContain("frame");
  });
});
