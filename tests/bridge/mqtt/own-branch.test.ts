import { describe, expect, it } from "vitest";
import { ownBranchOf } from "../../../bridge/mqtt/own-branch.ts";

describe("a bridge's own branch", () => {
  it.each([
    ["labo/cave/state", true],
    ["labo/cave/lampe/event", true],
    ["labo/cave/lampe/result", true],
    ["labo/cave/set", true],
    ["labo/cave/lampe/set", false],
    ["labo/cavea/lampe/event", false],
    ["labo/cav/lampe/event", false],
    ["autre/cave/lampe/event", false],
  ])("holds %s: %s", (topic, isReserved) => {
    expect(ownBranchOf("cave")(topic)).toBe(isReserved);
  });
});
