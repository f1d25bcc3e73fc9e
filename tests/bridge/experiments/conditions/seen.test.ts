// The operator `seen`, case by case.
import { describe, expect, it } from "vitest";
import { make, watch } from "../../../helpers/experiment-bench.ts";

describe("seen", () => {
  const check = { op: "seen", on: "balise", within: 5 };
  it("does not hold before anything was heard, and says so", () => {
    const result = watch(check).at(3);
    expect(result.satisfied).toBe(false);
    expect(result.why.fr).toContain("aucun signal encore");
  });
  it("holds at the first frame", () => expect(watch(check).see(make.frame(1)).satisfied).toBe(true));
  it("counts what was heard before the step began", () => {
    expect(watch(check, 10, [make.frame(7)]).at(10).satisfied).toBe(true);
  });
  it("holds at the very edge of its time and not beyond", () => {
    const watched = watch(check);
    watched.see(make.frame(1));
    expect(watched.at(6).satisfied).toBe(true);
    const after = watched.at(6.01);
    expect(after.satisfied).toBe(false);
    expect(after.why.fr).toContain("il y a");
  });
  it("holds again after a gap", () => {
    const watched = watch(check);
    watched.see(make.frame(1));
    expect(watched.at(60).satisfied).toBe(false);
    expect(watched.see(make.frame(61)).satisfied).toBe(true);
  });
  it("is not moved by a duplicate delivered late", () => {
    const watched = watch(check);
    watched.see(make.frame(1, -60, { id: "same" }));
    watched.at(20);
    expect(watched.see(make.frame(20, -60, { id: "same" })).satisfied).toBe(false);
  });
  it("does not take the news of an absence, or another device, for a sign of life", () => {
    expect(watch(check).see(make.beaconLeft(1)).satisfied).toBe(false);
    expect(watch(check).see(make.knob(1, 50)).satisfied).toBe(false);
  });
});
