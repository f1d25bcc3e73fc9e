import { describe, expect, it } from "vitest";
import { tonesOf } from "../../../dashboard/src/ui/sonification.ts";

const curve = (count: number, y: (i: number) => number) =>
  Array.from({ length: count }, (_, i): readonly [number, number] => [i, y(i)]);

describe("a curve as sound", () => {
  it("rises where the curve rises, three octaves from the lowest to the highest, left to right", () => {
    const tones = tonesOf(
      curve(40, (i) => i),
      4,
    );
    expect(tones).toHaveLength(40);
    for (const [i, { pitch, pan, at }] of tones.slice(1).entries()) {
      expect(pitch).toBeGreaterThan(tones[i]?.pitch ?? 0);
      expect(pan).toBeGreaterThan(tones[i]?.pan ?? 0);
      expect(at).toBeGreaterThan(tones[i]?.at ?? 0);
    }
    expect((tones.at(-1)?.pitch ?? 0) / (tones[0]?.pitch ?? 1)).toBeCloseTo(8, 6);
  });
  it("is silent in a gap, and goes on between points that are only far apart", () => {
    const heard = (points: readonly (readonly [number, number] | null)[]) =>
      tonesOf(points, 10).reduce((sum, { seconds }) => sum + seconds, 0);
    const [left, right] = [curve(20, () => 1), curve(20, () => 2).map(([x, y]) => [x + 40, y] as const)];
    expect(heard([...left, null, ...right])).toBeLessThan(7.5);
    expect(heard([...left, ...right])).toBeCloseTo(10, 1);
  });
  it("is heard on the scale of all it is compared with", () => {
    const [low, high] = [curve(10, (i) => i), curve(10, (i) => 10 + i)];
    const pitches = (points: typeof low) => tonesOf(points, 1, [...low, ...high]).map(({ pitch }) => pitch);
    expect(Math.min(...pitches(high))).toBeGreaterThan(Math.max(...pitches(low)));
    expect((pitches(high).at(-1) ?? 0) / (pitches(low)[0] ?? 1)).toBeCloseTo(8, 6);
  });
  it("holds one tone for a flat curve, has few of a long one, and none of nothing", () => {
    expect(
      new Set(
        tonesOf(
          curve(10, () => 5),
          1,
        ).map(({ pitch }) => pitch),
      ).size,
    ).toBe(1);
    expect(tonesOf(curve(3000, Math.sin), 5).length).toBeLessThanOrEqual(120);
    expect(tonesOf([], 5)).toEqual([]);
    expect(tonesOf([[3, 4]], 5)).toMatchObject([{ at: 0, seconds: 5, pan: 0 }]);
  });
});
