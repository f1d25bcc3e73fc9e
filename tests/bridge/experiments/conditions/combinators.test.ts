// The combinators all, any, not and then.
import { describe, expect, it } from "vitest";

import { make, storedCapture, timeAt, watch } from "../../../helpers/experiment-bench.ts";

const arrived = { op: "count", event: "tag-arrived", on: "lecteur", min: 1 };
const pressed = { op: "count", event: "button-pressed", on: "carte", min: 1 };
const left = { op: "count", event: "tag-left", where: { durationMs: { min: 2000, max: 10000 } }, min: 1 };
const knob = (at: number, value: number) => make.knob(at, value);

describe("all", () => {
  const ends = {
    op: "all",
    of: [
      { op: "hold", channel: "knob", max: 2, for: 1 },
      { op: "hold", channel: "knob", min: 98, for: 1 },
    ],
  };
  it("holds when every part held, in whichever order, each latched when it did", () => {
    const watched = watch(ends);
    watched.see(...[0, 0.5, 1].map((at) => knob(at, 99)));
    const half = watched.at(1);
    expect(half.satisfied).toBe(false);
    expect(half.fraction).toBeCloseTo(0.5);
    expect(half.why.fr).toContain("1 sur 2");
    expect(watched.see(...[2, 2.5, 3].map((at) => knob(at, 1))).satisfied).toBe(true);
  });
  it("does not hold with one part", () =>
    expect(watch({ op: "all", of: [arrived, pressed] }).see(make.press(1)).satisfied).toBe(false));
  it("is confirmed, not verified, as soon as one part is only said", () => {
    const watched = watch({ op: "all", of: [arrived, { op: "confirm" }] });
    watched.see(make.arrived(1, "a"));
    watched.confirmedBy.set("step", "participant");
    const result = watched.act("step-confirmed", 2, { step: "step" });
    expect(result.satisfied).toBe(true);
    expect(result.confirmedBy).toBe("participant");
  });
  it("is one part further at the first item, and says so", () => {
    const first = watch({ op: "all", of: [arrived, pressed] }).see(make.arrived(1, "a"));
    expect([first.satisfied, first.fraction]).toEqual([false, 0.5]);
    expect(first.why.fr).toContain("1 sur 2");
  });
  it("a gap that ends one part's time leaves what the other part reached", () => {
    const watched = watch(ends);
    watched.see(...[0, 0.5, 1].map((at) => knob(at, 99)), knob(2, 1));
    expect(watched.see(knob(9, 1)).refusals[0]?.fr).toContain("repart de zéro");
    expect(watched.see(knob(9.5, 1), knob(10, 1)).satisfied).toBe(true);
  });
  it("a duplicate is no second item for a part", () => {
    const twice = make.press(1, { id: "same" });
    const two = { op: "count", event: "button-pressed", on: "carte", min: 2 };
    expect(watch({ op: "all", of: [pressed, two] }).see(twice, twice).satisfied).toBe(false);
  });
  it("takes a capture again when the other part is not content with it", () => {
    const watched = watch({
      op: "all",
      of: [
        { op: "capture", channel: "rssi", window: 20, min_samples: 5 },
        { op: "delta", a: "libre", b: "step", min: 4 },
      ],
    });
    watched.captures.push(storedCapture({ step: "libre", label: "libre", median: -60 }));
    const take = (from: number, rssi: number) => {
      watched.see(...[0, 1, 2, 3, 4].map((i) => make.frame(from + i, rssi)));
      const outcome = watched.condition.capture?.("corps", {
        mono: (from + 5) * 1000,
        time: timeAt(from + 5),
      });
      if (outcome && "capture" in outcome) watched.captures.push(outcome.capture);
      return watched.at(from + 5);
    };
    const first = take(1, -62);
    expect(first.satisfied).toBe(false);
    expect(first.why.fr).toContain("il faut au moins 4\u00a0dB");
    expect(take(11, -70).satisfied).toBe(true);
  });
  it("keeps the figures of both parts beside each other", () => {
    const result = watch({ op: "all", of: [arrived, pressed] }).see(make.arrived(1, "a"), make.press(2));
    expect(result.figures).toEqual({ count: 1, count2: 1 });
  });
});

describe("any", () => {
  const check = { op: "any", of: [left, { op: "confirm" }] };
  it("holds with one part", () =>
    expect(watch({ op: "any", of: [arrived, pressed] }).see(make.press(1)).satisfied).toBe(true));
  it("does not hold with none, and gives both reasons", () => {
    const result = watch(check).at(1);
    expect(result.satisfied).toBe(false);
    expect(result.why.fr).toContain("Ou bien");
  });
  const levels = {
    op: "any",
    of: [
      { op: "cross", channel: "knob", dir: "up", level: 80, hysteresis: 10 },
      { op: "seen", on: "lecteur", within: 2 },
    ],
  };
  it("the first sample of a part that wants a change is not enough", () =>
    expect(watch(levels).see(knob(1, 99)).satisfied).toBe(false));
  it("a part that held stays, whatever gap comes after", () => {
    const watched = watch(levels);
    expect(watched.see(make.arrived(1, "a")).satisfied).toBe(true);
    expect(watched.at(60).satisfied).toBe(true);
  });
  it("a duplicate is no second item for a part", () => {
    const twice = make.press(1, { id: "twin" });
    const two = { op: "count", event: "button-pressed", on: "carte", min: 2 };
    expect(watch({ op: "any", of: [two, arrived] }).see(twice, twice).satisfied).toBe(false);
  });
  it("a value that trembles around a level arms no part within its hysteresis", () =>
    expect(watch(levels).see(...[99, 75, 85, 72, 90].map((value, i) => knob(i, value))).satisfied).toBe(
      false,
    ));
  it("what the device did counts before what a person said", () => {
    const watched = watch(check);
    watched.confirmedBy.set("step", "participant");
    expect(watched.at(1).confirmedBy).toBe("participant");
    expect(watched.see(make.left(3, "a", 3000)).confirmedBy).toBeUndefined();
  });
});

describe("not", () => {
  const quiet = { op: "not", of: { op: "count", event: "button-pressed", min: 3, within: 10 } };
  it("is not believed before the part could be judged", () =>
    expect(watch(quiet).at(9).satisfied).toBe(false));
  it("holds when the part was judged and does not", () => {
    const watched = watch(quiet);
    watched.see(make.press(1));
    expect(watched.at(10).satisfied).toBe(true);
  });
  it("does not hold while the part does", () => {
    const watched = watch(quiet);
    watched.see(make.press(1), make.press(2), make.press(3));
    expect(watched.at(10).satisfied).toBe(false);
    expect(watched.at(12.5).satisfied).toBe(true);
  });
  const still = { op: "not", of: { op: "stat", channel: "knob", stat: "sd", window: 5, min: 2 } };
  const steady = (from: number, to: number) =>
    Array.from({ length: (to - from) * 2 + 1 }, (_, i) => knob(from + i / 2, 50));
  it("is not believed at the first sample", () =>
    expect(watch(still).see(knob(0.5, 50)).satisfied).toBe(false));
  it("is not believed across a gap: nothing seen is nothing judged", () => {
    const watched = watch(still);
    expect(watched.see(...steady(0, 6)).satisfied).toBe(true);
    expect(watched.at(30).satisfied).toBe(false);
  });
  it("a duplicate changes nothing", () => {
    const [first, ...rest] = steady(0, 6);
    if (!first) throw new Error("no sample");
    expect(watch(still).see(first, first, ...rest).figures).toEqual(watch(still).see(first, ...rest).figures);
  });
});

describe("then", () => {
  const check = { op: "then", of: [arrived, left] };
  it("holds in this order only", () => {
    expect(watch(check).see(make.arrived(1, "a"), make.left(4, "a", 3000)).satisfied).toBe(true);
    expect(watch(check).see(make.left(1, "a", 3000), make.arrived(4, "a")).satisfied).toBe(false);
  });
  it("tells where it is", () => {
    const result = watch(check).see(make.arrived(1, "a"));
    expect(result.why.fr).toContain("Partie 2 sur 2");
    expect(result.fraction).toBeCloseTo(0.5);
  });
  it("one item is never given to two parts", () => {
    const twice = watch({ op: "then", of: [arrived, arrived] });
    expect(twice.see(make.arrived(1, "a")).satisfied).toBe(false);
    expect(twice.see(make.arrived(2, "a")).satisfied).toBe(true);
  });
  it("a duplicate does not stand for the second", () => {
    const one = make.arrived(1, "a");
    expect(watch({ op: "then", of: [arrived, arrived] }).see(one, one).satisfied).toBe(false);
  });
  it("silence, then a return", () => {
    const watched = watch({
      op: "then",
      of: [
        { op: "silence", on: "balise", for: 10 },
        { op: "seen", on: "balise", within: 5 },
      ],
    });
    watched.see(make.frame(0), make.frame(1));
    expect(watched.at(11).satisfied).toBe(false);
    expect(watched.at(14).satisfied).toBe(false);
    expect(watched.see(make.frame(15)).satisfied).toBe(true);
  });
  it("goes back to the beginning when the next part takes too long", () => {
    const watched = watch({ ...check, max_gap: 5 });
    watched.see(make.arrived(1, "a"));
    expect(watched.at(6.5).refusals[0]?.fr).toContain("reprend");
    expect(watched.see(make.left(7, "a", 6000)).satisfied).toBe(false);
    watched.see(make.arrived(8, "a"));
    expect(watched.see(make.left(11, "a", 3000)).satisfied).toBe(true);
  });
});
