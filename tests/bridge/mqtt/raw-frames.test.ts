import { describe, expect, it } from "vitest";
import { mostRawFrames, type RawFrame, rawFramesSchema } from "#contract/frames.ts";
import { createRawFrames } from "../../../bridge/mqtt/raw-frames.ts";
import { createManualClock } from "../../helpers/manual-clock.ts";

const frame = (hex: string, more: Partial<RawFrame> = {}): RawFrame => ({
  ...{ time: "2026-01-01T12:00:00.000Z", direction: "in", hex, format: "ibeacon", spans: [] },
  ...more,
});

function gathering() {
  const clock = createManualClock();
  const sent: { readonly device: string; readonly frames: readonly RawFrame[]; readonly bytes: number }[] =
    [];
  const raw = createRawFrames(clock, (device, payload, message) => {
    expect(rawFramesSchema.parse(JSON.parse(payload))).toEqual(message);
    sent.push({ device, frames: message.frames, bytes: Buffer.byteLength(payload) });
  });
  return { clock, sent, raw };
}

describe("raw frames on their way", () => {
  it("go together, by device, in order, a moment later", () => {
    const { clock, sent, raw } = gathering();
    raw.add("a", () => frame("01"));
    raw.add("b", () => frame("02"));
    raw.add("a", () => frame("03"));
    expect(sent).toEqual([]);
    clock.advance(300);
    expect(sent.map(({ device, frames }) => [device, frames.map(({ hex }) => hex)])).toEqual([
      ["a", ["01", "03"]],
      ["b", ["02"]],
    ]);
    clock.advance(1000);
    expect(sent).toHaveLength(2);
  });

  it("that are many follow the first event that has left", () => {
    const { clock, sent, raw } = gathering();
    for (let n = 0; n < 15; n += 1) raw.add("a", () => frame("01"));
    raw.follow();
    expect(sent).toEqual([]);
    raw.add("a", () => frame("02"));
    expect(sent).toEqual([]);
    raw.follow();
    expect(sent.map(({ frames }) => frames.length)).toEqual([16]);
    clock.advance(1000);
    raw.follow();
    expect(sent).toHaveLength(1);
  });

  it("that are many wait for nothing but the end of what they came with, when no event follows", () => {
    const { clock, sent, raw } = gathering();
    for (let n = 0; n < 32; n += 1) raw.add("a", () => frame("01"));
    expect(sent).toEqual([]);
    clock.advance(0);
    expect(sent.map(({ frames }) => frames.length)).toEqual([32]);
    raw.add("a", () => frame("02"));
    clock.advance(299);
    expect(sent).toHaveLength(1);
    clock.advance(1);
    expect(sent).toHaveLength(2);
  });

  it("wait for what sends them anyway, and for nothing else", () => {
    const clock = createManualClock();
    const sent: string[] = [];
    let isExpected = true;
    const raw = createRawFrames(
      clock,
      (device) => void sent.push(device),
      () => isExpected,
    );
    raw.add("a", () => frame("01"));
    clock.advance(1000);
    expect(sent).toEqual([]);
    raw.send();
    expect(sent).toEqual(["a"]);
    isExpected = false;
    raw.add("b", () => frame("02"));
    clock.advance(300);
    expect(sent).toEqual(["a", "b"]);
  });

  it("of a flood go at once, and no message holds more than its contract", () => {
    const { sent, raw } = gathering();
    const all = Array.from({ length: 256 }, (_, n) => frame(n.toString(16).padStart(4, "0")));
    for (const one of all) raw.add("a", () => one);
    expect(sent.length).toBe(Math.ceil(all.length / mostRawFrames));
    expect(sent.flatMap(({ frames }) => frames)).toEqual(all);
  });

  it.each(["\u0001", "’", "é", '"'])(
    "hold no more than a reader takes, whatever is said in them: %j",
    (unit) => {
      const { sent, raw } = gathering();
      const value = unit.repeat(200);
      const spans = Array.from({ length: 20 }, (_, offset) => ({ offset, length: 1, field: "text", value }));
      for (let n = 0; n < 15; n += 1) raw.add("a", () => frame("00".repeat(20), { spans }));
      raw.send();
      expect(sent.flatMap(({ frames }) => frames)).toHaveLength(15);
      for (const { bytes } of sent) expect(bytes).toBeLessThan(64 * 1024);
    },
  );

  it("that are long go in more messages, each within what a reader takes", () => {
    const { sent, raw } = gathering();
    const note = { fr: "é".repeat(300), en: "e".repeat(300) };
    const spans = Array.from({ length: 8 }, (_, offset) => ({ offset, length: 1, field: "octet", note }));
    for (let n = 0; n < 20; n += 1) raw.add("a", () => frame("00".repeat(64), { spans }));
    raw.send();
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.flatMap(({ frames }) => frames)).toHaveLength(20);
    for (const { bytes } of sent) expect(bytes).toBeLessThan(64 * 1024);
  });
});
