import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RawFrame } from "#contract/frames.ts";
import { createRawWatch } from "../../../bridge/devices/raw-watch.ts";
import { createUnknownBytes } from "../../../bridge/devices/unknown-bytes.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";

function start() {
  const clock = createManualClock();
  const frames: RawFrame[] = [];
  const watch = createRawWatch(clock, (frame) => frames.push(frame()));
  const unknown = createUnknownBytes(clock, watch);
  const push = (bytes: Uint8Array, speed = 9600) =>
    unknown.push({ bytes, now: clock.now(), mono: clock.mono() }, speed);
  const shown = () => Buffer.from(frames.map(({ hex }) => hex).join(""), "hex");
  return { clock, frames, watch, unknown, push, shown };
}

describe("unknown bytes", () => {
  it("are gathered for a moment, and tell the speed they were heard at", () => {
    const { clock, frames, watch, push, shown } = start();
    watch.watchFor(60_000);
    const sent = Uint8Array.from({ length: 40 }, (_, index) => 0x80 + index);
    for (const byte of sent) {
      push(Uint8Array.of(byte));
      clock.advance(1);
    }
    expect(frames).toEqual([]);
    clock.advance(400);
    expect(frames).toMatchObject([{ format: "unknown", speed: 9600, direction: "in" }]);
    expect(Uint8Array.from(shown())).toEqual(sent);
  });

  it("of two speeds are never mixed", () => {
    const { clock, frames, watch, push } = start();
    watch.watchFor(60_000);
    push(Uint8Array.of(0x81, 0x82), 57_600);
    push(Uint8Array.of(0x83), 9600);
    clock.advance(400);
    expect(frames.map(({ speed, hex }) => [speed, hex])).toEqual([
      [57_600, "8182"],
      [9600, "83"],
    ]);
  });

  it("cost nothing while nobody looks, and are forgotten with the line", () => {
    const { clock, frames, watch, unknown, push } = start();
    push(Uint8Array.of(0x81));
    clock.advance(400);
    watch.watchFor(60_000);
    push(Uint8Array.of(0x82));
    unknown.end();
    clock.advance(400);
    expect(frames).toEqual([]);
  });

  it("never show four digits of a number in a row, however its line is cut, and lose no byte", () => {
    const digits = fc.stringMatching(/^[0-9A-F]{8,90}$/);
    fc.assert(
      fc.property(digits, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (number, sizes) => {
        const { clock, watch, push, shown } = start();
        watch.watchFor(60_000);
        const line = Buffer.from(`<${number}>\r\n`);
        for (let at = 0, turn = 0; at < line.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          push(Uint8Array.from(line.subarray(at, at + size)));
          clock.advance(20);
          at += size;
        }
        clock.advance(1000);
        const text = shown().toString("latin1");
        expect(text).toBe(`<${"x".repeat(number.length)}>\r\n`);
      }),
      { numRuns: 200 },
    );
  });
});
