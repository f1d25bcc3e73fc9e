// What a signal is made of: the amplitude of each frequency, by a fast Fourier transform. Pure.
import { evenly, type Sample } from "./period.ts";
import { mean } from "./statistics.ts";

export interface Line {
  /** Hertz. */
  readonly frequency: number;
  /** Of the sine at this frequency, from the middle to the top, in the unit of the samples. */
  readonly amplitude: number;
}

const leastSamples = 16;
const mostPoints = 8192;

/**
 * Radix-2 transform in place (Cooley and Tukey).
 * @param re real parts, a power of two of them. @param im imaginary parts, as many.
 */
export function transform(re: number[], im: number[]): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] ?? 0, re[i] ?? 0];
      [im[i], im[j]] = [im[j] ?? 0, im[i] ?? 0];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k += 1) {
      const angle = (-2 * Math.PI * k) / size;
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      for (let at = k; at < n; at += size) {
        const [a, b, c, d] = [re[at] ?? 0, im[at] ?? 0, re[at + half] ?? 0, im[at + half] ?? 0];
        const real = c * cos - d * sin;
        const imaginary = c * sin + d * cos;
        re[at] = a + real;
        im[at] = b + imaginary;
        re[at + half] = a - real;
        im[at + half] = b - imaginary;
      }
    }
  }
}

/**
 * The spectrum of a signal, its mean taken off, under a Hann window so that a frequency between two lines spreads little.
 * @param samples ascending in time, as they came: they are read on an even grid no coarser than they are.
 * @returns lines from the second one up to half the pace of the samples; none when they are too few or of one instant.
 */
export function spectrum(samples: readonly Sample[]): readonly Line[] {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || samples.length < leastSamples) return [];
  const seconds = (last.mono - first.mono) / 1000;
  if (seconds <= 0) return [];
  const points = Math.min(mostPoints, 2 ** Math.ceil(Math.log2(samples.length)));
  const values = evenly(samples, points);
  const centre = mean(values) ?? 0;
  const re = values.map(
    (value, i) => (value - centre) * 0.5 * (1 - Math.cos((2 * Math.PI * i) / (points - 1))),
  );
  const im = re.map(() => 0);
  transform(re, im);
  const pace = (points - 1) / seconds;
  // The window halves what a sine gives, and half of it stands among the negative frequencies.
  return Array.from({ length: points / 2 }, (_, k) => ({
    frequency: (k * pace) / points,
    amplitude: (4 * Math.hypot(re[k] ?? 0, im[k] ?? 0)) / points,
  }))
    .slice(1)
    .filter(({ frequency }) => frequency <= (samples.length - 1) / seconds / 2);
}

/** The strongest lines that stand above both their neighbours, strongest first. */
export function peaks(lines: readonly Line[], most: number): readonly Line[] {
  return lines
    .filter(
      ({ amplitude }, i) =>
        amplitude > 0 &&
        amplitude >= (lines[i - 1]?.amplitude ?? 0) &&
        amplitude > (lines[i + 1]?.amplitude ?? 0),
    )
    .sort((a, b) => b.amplitude - a.amplitude)
    .slice(0, most);
}
