// The operator `latency`, case by case.
import { describe, expect, it } from "vitest";

import { make, watch } from "../../../helpers/experiment-bench.ts";

const held = {
  op: "latency",
  from: { event: "tag-arrived", on: "lecteur" },
  to: { event: "tag-left", on: "lecteur" },
  match: "tag.id",
  min: 2,
  max: 10,
};

describe("latency", () => {
  it("an end without a beginning is no pair", () => {
    const result = watch(held).see(make.left(5, "a", 5000));
    expect(result.satisfied).toBe(false);
    expect(result.figures.pairs).toBe(0);
  });
  it("names what it waits for", () => {
    const why = (to: object, n = 1) => watch({ ...held, to, n }).at(1).why;
    expect(why({ event: "device-lost", on: "lecteur" })).toEqual({
      fr: "0 sur 1 perte, au chronomètre.",
      en: "0 of 1 loss, timed.",
    });
    expect(why({ event: "rule-fired" }, 10).en).toBe("0 of 10 triggers, timed.");
    expect(
      watch({
        op: "latency",
        from: { event: "trial-started" },
        to: { event: "page-opened" },
        max: 5,
        n: 5,
      }).at(1).why.en,
    ).toBe("0 of 5 trials timed.");
  });
  it("holds within bounds, the edges inside", () => {
    expect(watch(held).see(make.arrived(1, "a"), make.left(3, "a", 2000)).satisfied).toBe(true);
    expect(watch(held).see(make.arrived(1, "a"), make.left(11, "a", 9000)).satisfied).toBe(true);
  });
  it("too short or too long says so, with the time", () => {
    const short = watch(held).see(make.arrived(1, "a"), make.left(2.5, "a", 1500));
    expect(short.satisfied).toBe(false);
    expect(short.why.fr).toContain("1,5\u00a0s; il faut entre 2 et 10\u00a0s");
    expect(watch(held).see(make.arrived(1, "a"), make.left(12, "a", 11000)).satisfied).toBe(false);
  });
  it("a good pair after a bad one holds", () => {
    const watched = watch(held);
    watched.see(make.arrived(1, "a"), make.left(2, "a", 1000));
    expect(watched.see(make.arrived(3, "a"), make.left(6, "a", 3000)).satisfied).toBe(true);
  });
  it("pairs only what matches", () => {
    expect(watch(held).see(make.arrived(1, "a"), make.left(4, "b", 3000)).figures.pairs).toBe(0);
  });
  it("a pair too far apart is dropped, and said", () => {
    const watched = watch({ ...held, within: 20 });
    watched.see(make.arrived(1, "a"));
    expect(watched.at(22).refusals[0]?.fr).toContain("20\u00a0s");
    expect(watched.see(make.left(25, "a", 24000)).figures.pairs).toBe(0);
  });
  it("takes the median of the last n, in milliseconds when short", () => {
    const watched = watch({
      op: "latency",
      from: { event: "mark-placed" },
      to: { event: "button-pressed" },
      max: 0.3,
      n: 3,
    });
    for (const [at, delay] of [
      [0, 0.1],
      [10, 0.2],
      [20, 0.9],
    ] as const) {
      expect(watched.at(at).satisfied).toBe(false);
      watched.act("mark-placed", at, { name: "x" });
      watched.see(make.press(at + delay));
    }
    const result = watched.at(21);
    expect(result.satisfied).toBe(true);
    expect(result.why.fr).toContain("200\u00a0ms");
  });
  it("a duplicate makes no second pair", () => {
    const arrived = make.arrived(1, "a");
    const left = make.left(4, "a", 3000);
    expect(watch({ ...held, n: 2 }).see(arrived, left, arrived, left).figures.pairs).toBe(1);
  });
  it("from trials: says whether one runs, and one that was ended by hand is no start", () => {
    const watched = watch({
      op: "latency",
      from: { event: "trial-started" },
      to: { event: "tag-arrived" },
      n: 2,
    });
    expect(watched.act("trial-started", 0).trialRunning).toBe(true);
    expect(watched.see(make.arrived(3, "a")).trialRunning).toBe(false);
    watched.act("trial-started", 10);
    expect(watched.act("trial-ended", 12).trialRunning).toBe(false);
    expect(watched.see(make.arrived(13, "a")).figures.pairs).toBe(1);
  });
  it("is kept for later steps: its figure and its pairs", () => {
    const watched = watch({
      op: "latency",
      from: { event: "trial-started" },
      to: { event: "tag-arrived" },
      n: 2,
    });
    expect(watched.context.evaluate?.({ timed: "step", figure: "pairs" })).toBeUndefined();
    watched.act("trial-started", 0);
    watched.see(make.arrived(3, "a"));
    expect(watched.context.evaluate?.({ timed: "step", figure: "pairs" })).toBe(1);
    expect(watched.context.evaluate?.({ timed: "step", figure: "value" })).toBe(3);
  });
  it("pairs an answer with what it names, however many others came in between, and blames none of them", () => {
    const watched = watch({
      op: "latency",
      from: { event: "reading-taken" },
      to: { event: "answer-given" },
      match: { from: "id", to: "cause" },
      within: 5,
    });
    watched.see(make.board(1, { knob: 1 }, { id: "first" }), make.board(1.5, { knob: 2 }, { id: "second" }));
    expect(watched.act("answer-given", 2, { cause: "elsewhere" }).figures.pairs).toBe(0);
    expect(watched.act("answer-given", 2, { cause: "first" }).figures.median).toBe(1);
    expect(watched.at(30).refusals).toEqual([]);
  });
});
