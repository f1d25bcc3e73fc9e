// The operator `silence`, case by case.
import { describe, expect, it } from "vitest";
import { make, watch } from "../../../helpers/experiment-bench.ts";

describe("silence", () => {
  const check = { op: "silence", on: "balise", for: 10 };
  it("means nothing before a first signal", () => {
    const result = watch(check).at(60);
    expect(result.satisfied).toBe(false);
    expect(result.why.fr).toContain("il faut d’abord un signal");
  });
  it("a signal before the step is prior enough, but the quiet counts from the step on", () => {
    const watched = watch(check, 20, [make.frame(1)]);
    expect(watched.at(29.9).satisfied).toBe(false);
    expect(watched.at(30).satisfied).toBe(true);
  });
  it("starts again at every frame", () => {
    const watched = watch(check);
    watched.see(make.frame(1));
    watched.at(10);
    watched.see(make.frame(10.5));
    expect(watched.at(20).satisfied).toBe(false);
    expect(watched.at(20.5).satisfied).toBe(true);
  });
  it("counts the seconds of quiet", () => {
    const watched = watch(check);
    watched.see(make.frame(1));
    expect(watched.at(5).why.fr).toContain("4\u00a0sur\u00a010\u00a0s");
  });
  it("a duplicate does not break it, nor does the news of the absence", () => {
    const watched = watch(check);
    watched.see(make.frame(1, -60, { id: "f" }));
    watched.see(make.frame(8, -60, { id: "f" }), make.beaconLeft(9));
    expect(watched.at(11).satisfied).toBe(true);
  });
  it("of one kind is not broken by another", () => {
    const press = { op: "silence", event: "button-pressed", on: "carte", for: 5 };
    const watched = watch(press);
    watched.see(make.press(1), make.knob(4, 10));
    expect(watched.at(6).satisfied).toBe(true);
  });
  it("since a mark waits for the mark", () => {
    const watched = watch({ ...check, since: { mark: "coupe" } });
    watched.see(make.frame(1));
    expect(watched.at(20).why.fr).toContain("repère");
    watched.act("mark-placed", 20, { name: "coupe" });
    expect(watched.at(29).satisfied).toBe(false);
    expect(watched.at(30).satisfied).toBe(true);
  });
});
