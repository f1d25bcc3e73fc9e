// The operator `stat`, case by case.
import { describe, expect, it } from "vitest";
import { make, watch } from "../../../helpers/experiment-bench.ts";

const series = (values: readonly number[], step = 0.1, from = 0.1) =>
  values.map((value, i) => make.knob(from + i * step, value));

describe("stat", () => {
  const floating = { op: "stat", channel: "knob", stat: "sd", window: 5, min: 2, min_samples: 20 };
  const noisy = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? 40 : 60));
  it("one sample is not enough, and it says how many are", () => {
    const result = watch(floating).see(make.knob(0, 50));
    expect(result.satisfied).toBe(false);
    expect(result.why.fr).toBe("1 mesure; il en faut au moins 20.");
  });
  it("waits for the whole window", () => {
    const watched = watch(floating);
    expect(watched.see(...series(noisy.slice(0, 40))).satisfied).toBe(false);
    expect(watched.see(...series(noisy.slice(0, 10), 0.1, 4.1)).satisfied).toBe(true);
  });
  it("a steady value does not pass for a floating one", () => {
    expect(watch(floating).see(...series(Array.from({ length: 60 }, () => 50))).satisfied).toBe(false);
  });
  it("counts only the window: after a gap there is nothing left", () => {
    const watched = watch(floating);
    watched.see(...series(noisy));
    expect(watched.at(30).ready).toBe(false);
  });
  it("drops duplicates", () => {
    const doubled = Array.from({ length: 60 }, (_, i) =>
      make.knob(i / 10, i % 2 ? 90 : 10, { id: `d${i % 10}` }),
    );
    expect(watch(floating).see(...doubled).satisfied).toBe(false);
  });
  it("a maximum is believed at once, since more data cannot lower it", () => {
    const sweep = { op: "stat", channel: "knob", stat: "max", window: 30, min: 95 };
    expect(watch(sweep).see(make.knob(0, 0), make.knob(1, 95)).satisfied).toBe(true);
    expect(watch(sweep).see(make.knob(0, 0), make.knob(1, 94.9)).satisfied).toBe(false);
  });
  it("the error against a true value is the value less it", () => {
    const check = { op: "stat", channel: "lux", stat: "mean", window: 1, minus: 50, absolute: true, max: 1 };
    const lux = (value: number) => [0.3, 0.6, 1].map((at) => make.board(at, { lux: value }));
    expect(watch(check).see(...lux(49.5)).satisfied).toBe(true);
    expect(watch(check).see(...lux(52)).satisfied).toBe(false);
  });
  it("two channels go together or not", () => {
    const check = {
      op: "stat",
      channel: "lux",
      with: "knob",
      stat: "corr",
      window: 2,
      min: 0.9,
      absolute: true,
    };
    const together = (sign: number) =>
      Array.from({ length: 21 }, (_, i) => make.board(i / 10, { knob: i, lux: 100 + sign * i }));
    expect(watch(check).see(...together(1)).satisfied).toBe(true);
    expect(watch(check).see(...together(-1)).satisfied).toBe(true);
    expect(
      watch(check).see(...Array.from({ length: 21 }, (_, i) => make.board(i / 10, { knob: i, lux: i % 2 })))
        .satisfied,
    ).toBe(false);
  });
  it("the longest gap inside a bounce leaves the pauses between bounces out", () => {
    const check = {
      op: "stat",
      items: { event: "button-pressed", on: "carte" },
      stat: "max_gap",
      burst: 0.1,
      window: 3,
      max: 0.02,
    };
    const clean = [make.press(0.1), make.press(0.11), make.press(2), make.press(2.015)];
    const watched = watch(check);
    watched.see(...clean);
    const result = watched.at(3);
    expect(result.satisfied).toBe(true);
    expect(result.value).toBeCloseTo(0.015);
    const slow = watch(check);
    slow.see(make.press(0.1), make.press(0.15));
    expect(slow.at(3).satisfied).toBe(false);
  });
  it("missing samples are a share of those expected", () => {
    const check = { op: "stat", channel: "knob", stat: "dropout", expected_rate: 10, window: 5, min: 20 };
    const full = watch(check);
    full.see(...series(noisy));
    expect(full.at(5).satisfied).toBe(false);
    const holed = watch(check);
    holed.see(...series(noisy).filter((_, i) => i % 3 !== 0));
    expect(holed.at(5).satisfied).toBe(true);
  });
  it("missing samples are counted beside a second channel, which tells how often it was tried", () => {
    const check = { op: "stat", channel: "lux", with: "knob", stat: "dropout", window: 5, min: 20 };
    const tried = (heard: (i: number) => boolean) =>
      Array.from({ length: 20 }, (_, i) =>
        make.board(i * 0.25, heard(i) ? { knob: 1, lux: 100 } : { knob: 1 }),
      );
    const full = watch(check);
    full.see(...tried(() => true));
    expect(full.at(5)).toMatchObject({ satisfied: false, value: 0 });
    const holed = watch(check);
    holed.see(...tried((i) => i % 4 !== 0));
    expect(holed.at(4.9).satisfied).toBe(false);
    expect(holed.at(5)).toMatchObject({ satisfied: true, value: 25, unit: "%" });
    expect(watch(check).at(5)).toMatchObject({ satisfied: false, ready: false });
  });
});
