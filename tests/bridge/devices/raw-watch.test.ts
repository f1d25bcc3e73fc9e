import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RawFrame, rawFrameSchema } from "#contract/frames.ts";
import { createRawWatch } from "../../../bridge/devices/raw-watch.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";

function start() {
  const clock = createManualClock();
  const frames: RawFrame[] = [];
  const watch = createRawWatch(clock, (frame) => frames.push(frame()));
  const now = () => ({ now: clock.now(), mono: clock.mono() });
  return { clock, frames, watch, now };
}

describe("raw frames", () => {
  it("are looked at only while somebody watches", () => {
    const { clock, frames, watch, now } = start();
    let looks = 0;
    const look = () => {
      looks += 1;
      return { format: "line", spans: [] };
    };
    watch.frame(now(), "in", Uint8Array.of(1), look);
    watch.watchFor(1000);
    watch.frame(now(), "in", Uint8Array.of(2), look);
    clock.advance(1000);
    watch.frame(now(), "in", Uint8Array.of(3), look);
    expect(looks).toBe(1);
    expect(frames.map(({ hex }) => hex)).toEqual(["02"]);
  });

  it("are of the contract whatever a device makes a decoder say", () => {
    const span = fc.record(
      {
        offset: fc.nat(600),
        length: fc.nat(600),
        field: fc.string({ maxLength: 90, unit: "binary" }),
        value: fc.string({ maxLength: 300, unit: "binary" }),
      },
      { requiredKeys: ["offset", "length", "field"] },
    );
    const bytes = fc.uint8Array({ maxLength: 700 });
    fc.assert(
      fc.property(bytes, fc.array(span, { maxLength: 200 }), (given, spans) => {
        const { frames, watch, now } = start();
        watch.watchFor(1000);
        watch.frame(now(), "in", given, () => ({ format: "line", spans, discarded: "bad-checksum" }));
        expect(rawFrameSchema.safeParse(frames[0]).error).toBeUndefined();
        for (const { offset, length } of frames[0]?.spans ?? [])
          expect(offset + length).toBeLessThanOrEqual(512);
      }),
    );
  });
});
