// What the keyboard does on pages beyond what browsers and Mantine do: leaps of a slider, ways back.
import { describe, expect, it } from "vitest";
import { cameFrom } from "../../../dashboard/src/ui/detour.tsx";
import { leapFrom } from "../../../dashboard/src/ui/slide.tsx";

describe("a slider", () => {
  it("leaps a tenth of its range, on a step and not past its ends", () => {
    const centimetres = { min: 5, max: 120, step: 1 };
    expect(leapFrom({ ...centimetres, value: 20 }, 1)).toBe(32);
    expect(leapFrom({ ...centimetres, value: 32 }, -1)).toBe(20);
    expect(leapFrom({ ...centimetres, value: 115 }, 1)).toBe(120);
    expect(leapFrom({ ...centimetres, value: 8 }, -1)).toBe(5);
    expect(leapFrom({ min: 0.02, max: 2, step: 0.01, value: 1 }, -1)).toBe(0.8);
    expect(leapFrom({ min: 0, max: 5, step: 1, value: 2 }, 1)).toBe(3);
  });
});

describe("the way back of a detour", () => {
  it("leads to a path of this site, and to nothing else", () => {
    expect(cameFrom({ from: "/experiences/e17" })).toBe("/experiences/e17");
    for (const state of [null, undefined, "x", {}, { from: 3 }, { from: "//elsewhere.example" }])
      expect(cameFrom(state)).toBeUndefined();
    expect(cameFrom({ from: "/\\elsewhere.example" })).toBeUndefined();
    expect(cameFrom({ from: "https://elsewhere.example" })).toBeUndefined();
  });
});
