import { expect, it } from "vitest";
import { createFirmataSplitter, maxSysexBytes } from "../../../bridge/frames/firmata-splitter.ts";
import { describeFramer, run } from "../../helpers/framer-suite.ts";

const endless = new Uint8Array(3 * maxSysexBytes).fill(0x11);
endless[0] = 0xf0;

for (const direction of ["to-host", "to-board"] as const)
  describeFramer({
    name: `Firmata (${direction})`,
    create: () => createFirmataSplitter(direction),
    frames: [Uint8Array.of(0xe0, 0x7f, 0x07), Uint8Array.of(0xf0, 0x79, 2, 5, 0x4c, 0, 0xf7)],
    noise: Uint8Array.of(0x00, 0x12, 0xf7, 0x8a, 0x44),
    torn: Uint8Array.of(0xf0, 0x6c, 0x00),
    endless,
    longest: maxSysexBytes,
  });

it("knows that the version is asked with one byte and told with three", () => {
  const bytes = Uint8Array.of(0xf9, 0xf0, 0x79, 0xf7);
  expect(run(createFirmataSplitter("to-board"), [bytes]).map((o) => o.kind)).toEqual(["frame", "frame"]);
  expect(run(createFirmataSplitter("to-host"), [bytes]).map((o) => o.kind)).toEqual(["discarded", "frame"]);
});

it("takes what only a host says for noise when it comes from a board", () => {
  for (const byte of [0xc0, 0xd1, 0xf4, 0xff])
    expect(run(createFirmataSplitter("to-host"), [Uint8Array.of(byte, 1, 1)]).map((o) => o.kind)).toEqual([
      "discarded",
    ]);
});
