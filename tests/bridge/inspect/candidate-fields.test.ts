import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CandidateField } from "#contract/inspection.ts";
import { candidateFieldSchema } from "#contract/inspection.ts";
import { candidateColumns, candidateFields } from "../../../bridge/inspect/candidate-fields.ts";
import { createRandom } from "../../../bridge/virtual-kit/random.ts";
import { driftingTemperature, sensorFrames } from "../../helpers/unknown-protocols.ts";

const seeds = Array.from({ length: 30 }, (_, index) => index + 1);
const at = (fields: readonly CandidateField[], offset: number) =>
  fields.find((field) => field.offset === offset);

describe("candidate fields", () => {
  it.each(seeds)("finds what was planted in frames of a sensor (seed %i)", (seed) => {
    const frames = sensorFrames(seed, 40);
    const fields = candidateFields(frames);
    const newest = frames.at(-1) ?? new Uint8Array();
    expect(at(fields, 0)).toMatchObject({ kind: "constant", length: 2, value: "aa 55" });
    expect(at(fields, 2)).toMatchObject({ kind: "counter", type: "u8", value: String(newest[2]) });
    const celsius = ((newest[4] ?? 0) << 8) | (newest[5] ?? 0);
    expect(at(fields, 4)).toMatchObject({ kind: "measurement", type: "u16be", value: String(celsius) });
    expect(at(fields, 4)?.guesses[0]).toEqual({
      quantity: "temperature",
      value: celsius / 100,
      formula: "÷ 100",
    });
    expect(at(fields, 6)).toMatchObject({ kind: "measurement", type: "u16le" });
    expect(at(fields, 6)?.guesses.map(({ quantity }) => quantity)).toContain("batteryVoltage");
    expect(at(fields, 8)).toMatchObject({ kind: "flags", length: 1 });
    expect(at(fields, 10)).toMatchObject({ kind: "unclear", length: 1 });
    expect(at(fields, 11)).toMatchObject({ kind: "checksum", length: 1 });
    for (const field of fields) candidateFieldSchema.parse(field);
  });

  it.each(seeds)("finds floats, either way round, and numbers below zero (seed %i)", (seed) => {
    const random = createRandom(seed);
    const temperature = driftingTemperature(random);
    let cold = 30;
    const frames = Array.from({ length: 32 }, (_, index) => {
      const view = new DataView(new ArrayBuffer(14));
      const celsius = temperature() / 100;
      cold -= random.integer(6);
      view.setUint8(0, 0x10);
      view.setFloat32(1, celsius, true);
      view.setFloat32(5, 40 + celsius / 7);
      view.setInt16(9, cold);
      view.setUint8(11, 0);
      view.setUint16(12, 65_530 + index);
      return new Uint8Array(view.buffer);
    });
    const fields = candidateFields(frames);
    expect(at(fields, 1)).toMatchObject({ type: "f32le", kind: "measurement" });
    expect(at(fields, 1)?.guesses[0]?.quantity).toBe("temperature");
    expect(at(fields, 5)).toMatchObject({ type: "f32be", kind: "measurement" });
    expect(at(fields, 9)).toMatchObject({ type: "i16be", kind: "measurement", value: String(cold) });
    expect(at(fields, 12)).toMatchObject({ type: "u16be", kind: "counter" });
  });

  it("finds a clock of four bytes", () => {
    const random = createRandom(2);
    let now = 123_456;
    const frames = Array.from({ length: 30 }, () => {
      now += 990 + random.integer(20);
      const view = new DataView(new ArrayBuffer(6));
      view.setUint16(0, 0xfe01);
      view.setUint32(2, now, true);
      return new Uint8Array(view.buffer);
    });
    expect(at(candidateFields(frames), 2)).toMatchObject({ kind: "counter", type: "u32le", length: 4 });
  });

  it("tells little of random frames: no counter, no checksum", () => {
    for (const seed of seeds) {
      const random = createRandom(seed);
      const kinds = candidateFields(Array.from({ length: 40 }, () => random.bytes(12))).map(
        ({ kind }) => kind,
      );
      expect(kinds.filter((kind) => kind !== "unclear")).toEqual([]);
    }
  });

  it("finds the columns of lines", () => {
    const temperature = driftingTemperature(createRandom(8));
    const lines = Array.from({ length: 20 }, (_, index) => `S;${index};t=${temperature() / 100};ok`);
    const fields = candidateColumns(lines, ";");
    expect(fields.map(({ kind }) => kind)).toEqual(["constant", "counter", "measurement", "constant"]);
    expect(fields[2]?.guesses[0]?.quantity).toBe("temperature");
  });

  it("covers every byte once, whatever comes, and never throws", () => {
    const frames = fc.oneof(
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 40 }),
      fc
        .integer({ min: 1, max: 40 })
        .chain((length) =>
          fc.array(fc.uint8Array({ minLength: length, maxLength: length }), { minLength: 2, maxLength: 40 }),
        ),
      fc.integer({ min: 1, max: 99 }).map((seed) => sensorFrames(seed, 20)),
    );
    fc.assert(
      fc.property(frames, (given) => {
        const fields = candidateFields(given);
        let end = 0;
        for (const field of fields) {
          candidateFieldSchema.parse(field);
          expect(field.offset).toBe(end);
          end = field.offset + field.length;
        }
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 20 }),
        fc.constantFrom(",", " ", "\u0000"),
        (lines, separator) => {
          for (const field of candidateColumns(lines, separator)) candidateFieldSchema.parse(field);
        },
      ),
    );
  });

  it("takes a bounded time for long frames", () => {
    const random = createRandom(1);
    const frames = Array.from({ length: 64 }, () => random.bytes(512));
    const start = performance.now();
    candidateFields(frames);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
