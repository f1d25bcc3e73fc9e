// The operator `count`, case by case.
import { describe, expect, it } from "vitest";
import { make, watch } from "../../../helpers/experiment-bench.ts";

const frames = (from: number, n: number, step = 0.1) =>
  Array.from({ length: n }, (_, i) => make.frame(from + i * step));

describe("count", () => {
  const check = { op: "count", on: "balise", event: "reading-taken", min: 10, within: 30 };
  it("counts from the first item, with the present beside the needed in no-break French", () => {
    const result = watch(check).see(...frames(1, 7));
    expect(result.satisfied).toBe(false);
    expect(result.value).toBe(7);
    expect(result.why.fr).toBe("7\u00a0sur\u00a010\u00a0annonces\u00a0en\u00a030\u00a0s.");
    expect(result.fraction).toBeCloseTo(0.7);
  });
  it("holds at exactly the needed number", () => {
    const watched = watch(check);
    expect(watched.see(...frames(1, 9)).satisfied).toBe(false);
    const result = watched.see(make.frame(2, -60, { id: "tenth" }));
    expect(result.satisfied).toBe(true);
    expect(result.last).toBe("tenth");
    expect(result.sources).toEqual(["simulated"]);
  });
  it("drops duplicates by id", () => {
    const result = watch(check).see(...Array.from({ length: 12 }, () => make.frame(1, -60, { id: "one" })));
    expect(result.value).toBe(1);
  });
  it("forgets items older than its window, and a gap lets them go", () => {
    const watched = watch(check);
    watched.see(...frames(0, 9));
    expect(watched.see(make.frame(31)).value).toBe(1);
  });
  it("leaves aside other kinds, other devices and items that are not as asked", () => {
    const watched = watch({
      op: "count",
      event: "tag-arrived",
      on: "lecteur",
      where: { "tag.id": "a1" },
      min: 2,
    });
    watched.see(make.arrived(1, "b2"), make.left(2, "a1", 900), make.frame(3));
    expect(watched.see(make.arrived(4, "a1")).value).toBe(1);
  });
  it("tells the figure that missed its bounds", () => {
    const held = watch({
      op: "count",
      event: "tag-left",
      where: { durationMs: { min: 2000, max: 10000 } },
      min: 1,
    });
    const short = held.see(make.left(2, "a1", 1104));
    expect(short.satisfied).toBe(false);
    expect(short.refusals[0]?.fr).toBe("Durée 1,1\u00a0s\u00a0: il faut entre 2 et 10\u00a0s.");
    expect(held.see(make.left(8, "a1", 2000)).satisfied).toBe(true);
  });
  it("believes a top bound only once the whole window was watched", () => {
    const watched = watch({ op: "count", event: "button-pressed", on: "carte", max: 2, within: 30 });
    watched.see(make.press(1), make.press(2));
    expect(watched.at(29).satisfied).toBe(false);
    expect(watched.at(30).satisfied).toBe(true);
  });
  it("does not hold with one too many", () => {
    const watched = watch({ op: "count", event: "button-pressed", min: 2, max: 2 });
    watched.see(make.press(1), make.press(2), make.press(2.5));
    expect(watched.at(9).satisfied).toBe(false);
  });
  it("waits until an exact number has settled", () => {
    const watched = watch({ op: "count", event: "button-pressed", min: 2, max: 2 });
    expect(watched.see(make.press(1), make.press(2)).satisfied).toBe(false);
    expect(watched.at(4).satisfied).toBe(true);
  });
  it("starts at a mark, and again when the mark is placed again", () => {
    const watched = watch({ op: "count", event: "button-pressed", min: 2, since: { mark: "ici" } });
    expect(watched.see(make.press(1), make.press(2)).why.fr).toContain("repère");
    watched.act("mark-placed", 3, { name: "ici" });
    expect(watched.see(make.press(4)).value).toBe(1);
    watched.act("mark-placed", 5, { name: "ici" });
    expect(watched.see(make.press(6)).value).toBe(1);
    expect(watched.see(make.press(7)).satisfied).toBe(true);
  });
  it("counts during a mark only while it is held", () => {
    const watched = watch({ op: "count", event: "button-pressed", min: 1, during: "la" });
    expect(watched.see(make.press(1)).refusals).toHaveLength(1);
    watched.act("mark-placed", 2, { name: "la" });
    watched.act("mark-removed", 3, { name: "la" });
    expect(watched.see(make.press(4)).satisfied).toBe(false);
    watched.act("mark-placed", 5, { name: "la" });
    expect(watched.see(make.press(6)).satisfied).toBe(true);
  });
  it("calls an answer that says no a refusal", () => {
    const check = { op: "count", event: "command-answered", where: { ok: false }, max: 0, settle: 5 };
    const watched = watch(check);
    expect(watched.act("command-answered", 1, { ok: false }).why).toEqual({
      fr: expect.stringMatching(/^1 refus; il en faut au plus 0/),
      en: expect.stringMatching(/^1 refusal; it must be at most 0/),
    });
  });
  it("counts items closer than its cooldown once", () => {
    const watched = watch({ op: "count", event: "button-pressed", min: 2, cooldown: 0.5 });
    expect(watched.see(make.press(1), make.press(1.2)).value).toBe(1);
    expect(watched.see(make.press(1.5)).value).toBe(2);
  });
});
