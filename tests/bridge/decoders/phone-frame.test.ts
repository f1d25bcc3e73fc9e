import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldName } from "#contract/fields.ts";
import { longestPhoneFrame } from "#contract/phones.ts";
import { discardReasonOf } from "#contract/refusals.ts";
import { decodePhoneFrame } from "../../../bridge/decoders/phone-frame.ts";

const bytesOf = (text: string) => Buffer.from(text, "utf8");
const decode = (text: string) => decodePhoneFrame(bytesOf(text));

const sample =
  '{"type":"sample","at":1234.5,"motion":[0.129,-0.4,9.81],"orientation":[359.96,-12,4.25],"light":120,"sound":-43.26}';

describe("a frame of a lent phone", () => {
  it("gives each value in its unit, rounded to what means something, with the bytes it came from", () => {
    const outcome = decode(sample);
    if (!outcome.ok) throw new Error(outcome.why.code);
    expect(outcome.readings).toEqual({
      accelerationX: 0.13,
      accelerationY: -0.4,
      accelerationZ: 9.81,
      alpha: 360,
      beta: -12,
      gamma: 4.3,
      illuminance: 120,
      soundLevel: -43.3,
    });
    const written = Object.fromEntries(
      outcome.spans.map(({ field, offset, length }) => [field, sample.slice(offset, offset + length)]),
    );
    expect(written).toEqual({
      type: '"sample"',
      "page clock": "1234.5",
      "acceleration X": "0.129",
      "acceleration Y": "-0.4",
      "acceleration Z": "9.81",
      alpha: "359.96",
      beta: "-12",
      gamma: "4.25",
      illuminance: "120",
      soundLevel: "-43.26",
    });
    for (const { field } of outcome.spans) expect(fieldName(field).fr, field).not.toBe("");
    expect(outcome.spans.find(({ field }) => field === "acceleration Z")?.value).toBe("9.81 m/s²");
  });

  it("is read however its keys are ordered and spaced", () => {
    const text = '{ "sound" : -10.04 , "at":1,  "type" : "sample" }';
    const outcome = decode(text);
    if (!outcome.ok) throw new Error(outcome.why.code);
    expect(outcome.readings).toEqual({ soundLevel: -10 });
    expect(outcome.spans.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual([
      "-10.04",
      "1",
      '"sample"',
    ]);
  });

  it.each([
    ["what is lent", '{"type":"lend","at":0,"lends":["motion","nfc"],"refused":[],"asleep":false}'],
    ["a tag of 4 bytes", '{"type":"tag","at":0,"uid":"04a1b2c3"}'],
    ["a tag of 7 bytes", '{"type":"tag","at":0,"uid":"04a1b2c3d4e580"}'],
    ["a stop", '{"type":"stop","at":0}'],
  ])("may be %s, with no readings", (_, text) => {
    expect(decode(text)).toMatchObject({ ok: true, readings: {} });
  });

  it.each([
    ["too-long", "over the bound", `{"type":"sample","at":1,"sound":-1${" ".repeat(longestPhoneFrame)}}`],
    ["malformed", "not JSON", "hello"],
    ["malformed", "cut", sample.slice(0, -1)],
    ["malformed", "empty", ""],
    ["malformed", "two frames glued together", sample + sample],
    ["malformed", "an escape that hides a key", '{"type":"sample","at":1,"\\u0073ound":-1}'],
    ["malformed", "a key that comes twice", '{"type":"sample","at":1,"sound":-1,"sound":-2}'],
    ["malformed", "a key of nobody", '{"type":"sample","at":1,"model":"Pixel 9"}'],
    ["malformed", "markup", '{"type":"tag","at":1,"uid":"<img src=x>"}'],
    ["malformed", "letters beyond ASCII", '{"type":"sample","at":1,"é":1}'],
    ["malformed", "a number beyond nature", '{"type":"sample","at":1,"motion":[0,0,1e9]}'],
    ["malformed", "an axis that is missing", '{"type":"sample","at":1,"motion":[0,0]}'],
    ["malformed", "no number", '{"type":"sample","at":1,"sound":null}'],
    ["malformed", "a clock before its start", '{"type":"sample","at":-1,"sound":-1}'],
    ["malformed", "a UID of 5 bytes", '{"type":"tag","at":1,"uid":"04a1b2c3d4"}'],
    ["malformed", "a list", "[1,2]"],
    ["unknown-type", "another type", '{"type":"photo","at":1}'],
    ["unknown-type", "a prototype", '{"__proto__":{"type":"sample"},"at":1}'],
  ])("is refused as %s when it is %s", (discard, _, text) => {
    const outcome = decode(text);
    expect(outcome.ok || discardReasonOf(outcome.why)).toBe(discard);
  });

  it("never throws nor points outside, whatever the bytes", () => {
    const near = fc.tuple(fc.nat(sample.length - 1), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
      const bytes = bytesOf(sample);
      bytes[at] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 700 })), (bytes) => {
        const outcome = decodePhoneFrame(bytes);
        if (!outcome.ok) return;
        for (const { offset, length } of outcome.spans) {
          expect(length).toBeGreaterThan(0);
          expect(offset + length).toBeLessThanOrEqual(bytes.length);
        }
        for (const value of Object.values(outcome.readings)) expect(Number.isFinite(value)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });
});
