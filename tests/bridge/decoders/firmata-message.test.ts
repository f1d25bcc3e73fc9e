import fc from "fast-check";
import { expect, it } from "vitest";
import { spanSchema } from "#contract/frames.ts";
import { explainFirmata } from "../../../bridge/decoders/firmata-message.ts";

it.each([
  ["an analogue value", [0xe2, 0x7f, 0x07], ["ANALOG_MESSAGE 2", "value 1023"]],
  ["a digital port", [0x90, 0x04, 0x00], ["DIGITAL_MESSAGE 0", "levels 00000100"]],
  ["a version", [0xf9, 2, 6], ["REPORT_VERSION 0xf9", "version 2.6"]],
  ["a version query", [0xf9], ["REPORT_VERSION 0xf9"]],
  ["a pin mode", [0xf4, 6, 3], ["SET_PIN_MODE 0xf4", "pin 6", "mode 3"]],
  ["a report request", [0xc0, 1], ["REPORT_ANALOG 0", "on 1"]],
  ["a sysex", [0xf0, 0x79, 2, 6, 0xf7], ["START_SYSEX 0xf0", "command 0x79", "data 2", "END_SYSEX 0xf7"]],
  ["an empty sysex", [0xf0, 0xf7], ["START_SYSEX 0xf0", "END_SYSEX 0xf7"]],
  ["a reset", [0xff], ["status 0xff"]],
])("%s is explained byte by byte", (_name, bytes, expected) => {
  const spans = explainFirmata(Uint8Array.from(bytes));
  expect(spans.map(({ field, value }) => `${field} ${value}`)).toEqual(expected);
  expect(spans.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length);
});

it("never throws and never points outside the message", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      for (const span of explainFirmata(bytes)) {
        spanSchema.parse(span);
        expect(span.offset + span.length).toBeLessThanOrEqual(bytes.length);
      }
    }),
  );
});
