// The operator `sequence`, case by case.
import { describe, expect, it } from "vitest";
import { make, watch } from "../../../helpers/experiment-bench.ts";

const play = (order: string, gap = 1, options: object = {}) =>
  watch({
    op: "sequence",
    items: ["A", "B", "A", "C"],
    event: "tag-arrived",
    on: "lecteur",
    field: "tag.id",
    max_gap: 10,
    exact: true,
    ...options,
  }).see(...[...order].map((tag, i) => make.arrived(i * gap, tag)));

describe("sequence", () => {
  it("is at one after the first item", () => {
    const result = play("x");
    expect(result.value).toBe(1);
    expect(result.why.fr).toContain("1 sur 4");
  });
  it("holds for A-B-A-C whatever the objects are", () => {
    expect(play("xyxz").satisfied).toBe(true);
    expect(play("kmkp").satisfied).toBe(true);
  });
  it("wants different letters to be different objects", () => {
    expect(play("xyxy").satisfied).toBe(false);
    expect(play("xxxz").satisfied).toBe(false);
  });
  it("exact: another object in between starts again, from what still fits", () => {
    const broken = play("xywxz");
    expect(broken.satisfied).toBe(false);
    expect(play("xywxwz").satisfied).toBe(true);
    expect(play("xyxyz").satisfied).toBe(true);
  });
  it("says that the order was broken", () => {
    expect(play("xyw").refusals[0]?.fr).toContain("pas le suivant");
  });
  it("not exact: others in between do no harm", () => {
    expect(play("xwywxwz", 1, { exact: false }).satisfied).toBe(true);
  });
  it("a gap at the limit is fine, beyond it starts again and says so", () => {
    expect(play("xyxz", 10).satisfied).toBe(true);
    expect(play("xyxz", 10.1).satisfied).toBe(false);
    const watched = watch({
      op: "sequence",
      items: ["A", "B"],
      event: "tag-arrived",
      field: "tag.id",
      max_gap: 10,
    });
    watched.see(make.arrived(0, "x"));
    const late = watched.at(11);
    expect(late.value).toBe(0);
    expect(late.refusals[0]?.fr).toContain("reprend");
  });
  it("a duplicate delivery changes nothing", () => {
    const watched = watch({
      op: "sequence",
      items: ["A", "B"],
      event: "tag-arrived",
      field: "tag.id",
      exact: true,
    });
    watched.see(make.arrived(0, "x", { id: "e1" }), make.arrived(0, "x", { id: "e1" }));
    expect(watched.see(make.arrived(1, "y")).satisfied).toBe(true);
  });
  it("takes selectors, and the same value all along when asked", () => {
    const watched = watch({
      op: "sequence",
      items: [{ event: "tag-arrived" }, { event: "tag-left" }],
      same: "tag.id",
    });
    watched.see(make.arrived(0, "x"), make.left(1, "y", 500));
    expect(watched.at(1).satisfied).toBe(false);
    expect(watched.see(make.left(2, "x", 2000)).satisfied).toBe(true);
  });
  it("says what came and what is missing, by its name and by who does it", () => {
    const watched = watch({
      op: "sequence",
      items: [{ event: "tag-arrived", on: "lecteur" }, { event: "broker-left" }],
      same: "topic",
    });
    expect(watched.at(1).why).toEqual({
      fr: "0 sur 2 dans l’ordre\u00a0: arrivée (Rôle lecteur), puis départ du courtier, sur le même sujet; il manque\u00a0: arrivée (Rôle lecteur).",
      en: "0 of 2 in the order: arrival (Role lecteur), then loss of the broker, on the same topic; missing: arrival (Role lecteur).",
    });
    expect(play("xyxz").why.en).toBe("4 of 4 in the order A-B-A-C.");
  });
  it("wants all of it within a time when asked", () => {
    expect(play("xyxz", 2, { within: 6 }).satisfied).toBe(true);
    expect(play("xyxz", 2.1, { within: 6 }).satisfied).toBe(false);
  });
});
