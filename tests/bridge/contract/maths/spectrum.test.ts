// The transform against the sum it stands for, and spectra of signals whose frequencies are known.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { peaks, spectrum, transform } from "#contract/maths/spectrum.ts";

/** The sum as its definition writes it. */
function plainly(re: readonly number[], im: readonly number[]) {
  return re.map((_, k) => {
    let [real, imaginary] = [0, 0];
    re.forEach((x, n) => {
      const angle = (-2 * Math.PI * k * n) / re.length;
      const y = im[n] ?? 0;
      real += x * Math.cos(angle) - y * Math.sin(angle);
      imaginary += x * Math.sin(angle) + y * Math.cos(angle);
    });
    return [real, imaginary] as const;
  });
}

const sampled = (seconds: number, rate: number, value: (t: number) => number) =>
  Array.from({ length: Math.round(seconds * rate) }, (_, i) => ({
    mono: 1000 + (i * 1000) / rate,
    value: value(i / rate),
  }));

describe("transform", () => {
  it("is the Fourier sum, of any signal", () => {
    const one = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc
          .integer({ min: 0, max: 6 })
          .chain((bits) =>
            fc.tuple(
              fc.array(one, { minLength: 2 ** bits, maxLength: 2 ** bits }),
              fc.array(one, { minLength: 2 ** bits, maxLength: 2 ** bits }),
            ),
          ),
        ([re, im]) => {
          const wanted = plainly(re, im);
          const [a, b] = [[...re], [...im]];
          transform(a, b);
          wanted.forEach(([real, imaginary], k) => {
            expect(a[k]).toBeCloseTo(real, 6);
            expect(b[k]).toBeCloseTo(imaginary, 6);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("spectrum", () => {
  it("finds two sines, at their frequencies and nearly of their amplitudes, whatever they oscillate around", () => {
    const two = sampled(
      60,
      10,
      (t) => 20 + 3 * Math.sin(2 * Math.PI * 0.7 * t) + Math.sin(2 * Math.PI * 2.5 * t),
    );
    const [strong, weak] = peaks(spectrum(two), 2);
    expect(strong?.frequency).toBeCloseTo(0.7, 1);
    expect(weak?.frequency).toBeCloseTo(2.5, 1);
    expect(strong?.amplitude).toBeGreaterThan(2.5);
    expect(strong?.amplitude).toBeLessThan(3.2);
    expect(weak?.amplitude).toBeGreaterThan(0.8);
    expect(weak?.amplitude).toBeLessThan(1.1);
  });
  it("goes no further than half the pace of the samples", () => {
    const lines = spectrum(sampled(30, 10, (t) => Math.sin(t)));
    expect(lines.at(-1)?.frequency).toBeLessThanOrEqual(5);
    expect(lines.at(-1)?.frequency).toBeGreaterThan(4.8);
  });
  it("says nothing of too few samples, or of one instant, and finds no peak in a straight line", () => {
    expect(spectrum(sampled(1, 10, () => 1))).toEqual([]);
    expect(spectrum(Array.from({ length: 40 }, () => ({ mono: 5, value: 1 })))).toEqual([]);
    expect(peaks(spectrum(sampled(10, 10, () => 4)), 3)).toEqual([]);
  });
});
