// The operator `cross`, case by case.
import { describe, expect, it } from "vitest";
import { make, watch } from "../../../helpers/experiment-bench.ts";

describe("cross", () => {
  const check = { op: "cross", channel: "knob", dir: "up", level: 50, hysteresis: 5 };
  it("never fires at the first sample, however high", () => {
    const result = watch(check).see(make.knob(0, 90));
    expect(result.satisfied).toBe(false);
    expect(result.why.fr).toContain("Redescends");
  });
  it("fires when the value rises through the level", () =>
    expect(watch(check).see(make.knob(0, 10), make.knob(1, 60)).satisfied).toBe(true));
  it("fires at exactly the level", () =>
    expect(watch(check).see(make.knob(0, 45), make.knob(1, 50)).satisfied).toBe(true));
  it("is armed only beyond the hysteresis", () => {
    expect(watch(check).see(make.knob(0, 46), make.knob(1, 60)).satisfied).toBe(false);
    expect(watch(check).see(make.knob(0, 60), make.knob(1, 46), make.knob(2, 60)).satisfied).toBe(false);
    expect(watch(check).see(make.knob(0, 60), make.knob(1, 45), make.knob(2, 60)).satisfied).toBe(true);
  });
  it("downwards works the same, mirrored", () => {
    const down = { ...check, dir: "down" };
    expect(watch(down).see(make.knob(0, 10)).satisfied).toBe(false);
    expect(watch(down).see(make.knob(0, 54), make.knob(1, 40)).satisfied).toBe(false);
    expect(watch(down).see(make.knob(0, 55), make.knob(1, 50)).satisfied).toBe(true);
  });
  it("counts crossings closer than its spacing as one", () => {
    const twice = { ...check, min: 2, min_spacing: 1 };
    const bouncing = [make.knob(0, 0), make.knob(1, 60), make.knob(1.1, 0), make.knob(1.2, 60)];
    expect(watch(twice).see(...bouncing).value).toBe(60);
    expect(watch(twice).see(...bouncing).satisfied).toBe(false);
    expect(watch(twice).see(...bouncing, make.knob(2, 0), make.knob(2.5, 60)).satisfied).toBe(true);
  });
  it("a duplicate and a doubtful value count for nothing", () => {
    const watched = watch(check);
    watched.see(make.knob(0, 60, { id: "k" }), make.knob(1, 0, { id: "k" }));
    expect(watched.see(make.knob(2, 60)).satisfied).toBe(false);
  });
  it("once crossed, says what happened instead of what to do", () => {
    const result = watch(check).see(make.knob(0, 0), make.knob(1, 60), make.knob(2, 10));
    expect(result.satisfied).toBe(true);
    expect(result.why.fr).toMatch(/passé au-dessus de/);
    expect(result.why.en).toMatch(/went above/);
  });
  it("a gap between low and high is still a crossing", () =>
    expect(watch(check).see(make.knob(0, 0), make.knob(100, 60)).satisfied).toBe(true));
});
