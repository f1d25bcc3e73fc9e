// The operator `confirm`, case by case.
import { describe, expect, it } from "vitest";

import { make, watch } from "../../../helpers/experiment-bench.ts";

const said = (asked: string, by: "participant" | "other-participant" | "trainer") => {
  const watched = watch({ op: "confirm", by: asked });
  watched.confirmedBy.set("step", by);
  return watched.act("step-confirmed", 1, { step: "step", by });
};

describe("confirm", () => {
  it("waits for a person, and says whom", () => {
    const result = watch({ op: "confirm", by: "trainer" }).at(1);
    expect(result.satisfied).toBe(false);
    expect(result.why.fr).toContain("la personne qui anime");
  });
  it("is the participant by default", () => expect(watch({ op: "confirm" }).at(0).why.fr).toContain("toi"));
  it("holds on the word of who was asked, and tells who it was", () => {
    const result = said("participant", "participant");
    expect(result.satisfied).toBe(true);
    expect(result.confirmedBy).toBe("participant");
    expect(result.sources).toEqual(["manual"]);
  });
  it("one’s own word is not another’s", () => {
    expect(said("other-participant", "participant").satisfied).toBe(false);
    expect(said("trainer", "other-participant").satisfied).toBe(false);
  });
  it("the trainer’s word is always enough", () => {
    expect(said("participant", "trainer").satisfied).toBe(true);
    expect(said("other-participant", "trainer").confirmedBy).toBe("trainer");
  });
  it("is not moved by devices, nor by time", () => {
    const watched = watch({ op: "confirm" });
    watched.see(make.frame(1));
    expect(watched.at(1000).satisfied).toBe(false);
  });
});
