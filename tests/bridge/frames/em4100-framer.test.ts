import { describe, expect, it } from "vitest";
import { createEm4100Framer, maxEm4100Bytes } from "../../../bridge/frames/em4100-framer.ts";
import { describeFramer, join, run } from "../../helpers/framer-suite.ts";

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const rdm6300 = ascii("\x023C00CE754CCB\x03");
const id12 = ascii("\x020C000621A58E\r\n\x03");

describeFramer({
  name: "EM4100",
  create: createEm4100Framer,
  frames: [rdm6300, id12],
  noise: ascii("0123\x03\r\n"),
  torn: ascii("\x023C00CE7"),
  endless: ascii(`\x02${"A".repeat(300)}`),
  longest: maxEm4100Bytes,
});

describe("a frame of a 125 kHz reader", () => {
  it("is given with the checksum of a clone, even one that is no number: to judge it is not the framer’s business", () => {
    for (const text of ["\x0202004DB005FC\x03", "\x02060075824E;D\x03"])
      expect(run(createEm4100Framer(), [ascii(text)])).toEqual([{ kind: "frame", bytes: ascii(text) }]);
  });

  it("that runs into the next one costs only itself", () => {
    const outcomes = run(createEm4100Framer(), [join(ascii("\x023C00CE754C"), rdm6300, ascii("\x02"), id12)]);
    expect(outcomes.map((o) => o.kind)).toEqual(["discarded", "frame", "discarded", "frame"]);
  });

  it("keeps what stands behind a byte too many", () => {
    const outcomes = run(createEm4100Framer(), [join(ascii("\x023C00CE754CCB\r\r\x03"), rdm6300)]);
    expect(outcomes.at(-1)).toEqual({ kind: "frame", bytes: rdm6300 });
  });
});
