import { describe, expect, it } from "vitest";
import { checkSchema } from "#contract/doctor.ts";
import { flatten } from "../../../bridge/doctor/tree.ts";
import { trees } from "../../../bridge/doctor/trees.ts";
import { browserChecks, walk } from "../../../dashboard/src/features/check-up/view-model.ts";

const well = { isLive: true, skewMs: 120, languages: ["fr-CA", "en"], language: "fr" } as const;

describe("the check-up of a browser", () => {
  it("is valid by the contract, and well when all is well", () => {
    const checks = browserChecks(well).map((check) => checkSchema.parse(check));
    expect(checks.map(({ state }) => state)).toEqual(["ok", "ok", "ok"]);
  });

  it("says that the live link is closed, and what may close it", () => {
    const [live] = browserChecks({ ...well, isLive: false });
    expect(live).toMatchObject({ state: "fault", code: "LIVE_CLOSED" });
    expect(live?.next?.en).toContain("VPN");
  });

  it.each([
    [95_000, "95\u00a0s ahead of"],
    [-7_400, "7\u00a0s behind"],
    [-600_000, "10\u00a0min behind"],
    [40 * 86_400_000, "40\u00a0d ahead of"],
  ])("tells a clock that is off by %i ms", (skewMs, told) => {
    const clock = browserChecks({ ...well, skewMs })[1];
    expect(clock).toMatchObject({ state: "look", code: "CLOCK_SKEW" });
    expect(clock?.evidence.en).toContain(told);
  });

  it("says how to change the language when the browser speaks another one", () => {
    const language = browserChecks({ ...well, languages: ["en-CA"] })[2];
    expect(language?.evidence.fr).toContain("change de langue");
  });
});

describe("a walk through a decision tree", () => {
  const tree = flatten(trees.SERIAL_BUSY ?? { say: { fr: "", en: "" } });

  it("begins at the root, and remembers the answers on the way", () => {
    expect(walk(tree, []).here?.say.en).toContain("serial monitor");
    const { asked, here } = walk(tree, ["no", "yes"]);
    expect(asked.map(({ answer }) => answer)).toEqual(["no", "yes"]);
    expect(here?.say.en).toBe("Close one of the two.");
  });

  it("leaves out answers beyond an end", () => {
    expect(walk(tree, ["yes", "no", "no"])).toEqual(walk(tree, ["yes"]));
    expect(walk([], ["yes"]).here).toBeUndefined();
  });
});
