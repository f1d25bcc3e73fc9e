import { describe, expect, it } from "vitest";
import { levels } from "#contract/sheets.ts";
import { tools, toolsByLevel } from "../../../dashboard/src/live/measuring/tools.ts";

const shown = (...args: Parameters<typeof toolsByLevel>) =>
  toolsByLevel(...args).flatMap((group) => group.tools);

describe("the tools", () => {
  it("are revealed level after level, each keeping those before", () => {
    const counts = levels.map((level) => shown(level, false, []).length);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(new Set(counts).size).toBe(levels.length);
    expect(shown("beginner", false, [])).toEqual(["value", "mark", "prediction"]);
    expect(shown("intermediate", false, [])).toContain("cursors");
    expect(shown("intermediate", false, [])).not.toContain("fit");
    expect(shown("advanced", false, [])).toContain("fit");
  });
  it("are all there for whoever asks, at any level", () => {
    for (const level of levels) expect(shown(level, true, [])).toEqual(tools.map(({ id }) => id));
  });
  it("leave out what the place has otherwise", () => {
    expect(shown("beginner", true, ["value", "inspector"])).not.toContain("value");
  });
});
