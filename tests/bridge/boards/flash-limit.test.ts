import { describe, expect, it } from "vitest";
import { createFlashGuard } from "../../../bridge/boards/flash-guard.ts";
import { createFlashLimit } from "../../../bridge/boards/flash-limit.ts";
import { planOf } from "../../helpers/board-plans.ts";

describe("the flash limit", () => {
  const play = (steps: readonly (readonly [level: number, at: number])[]) => {
    const limit = createFlashLimit();
    return steps.map(([level, at]) => {
      const allowed = limit.allows(level, at);
      if (allowed) limit.note(level, at);
      return allowed;
    });
  };

  it("refuses the fourth flash in a second and allows it in the next", () => {
    const blink = [0, 1, 2, 3].flatMap((n) => [[100, n * 200] as const, [0, n * 200 + 100] as const]);
    expect(play([...blink, [100, 1001]])).toEqual([true, true, true, true, true, true, false, true, true]);
  });

  it("lets a slider climb and fall in small steps", () => {
    const climb = Array.from({ length: 40 }, (_, n) => [n * 2.5, n * 5] as const);
    const fall = Array.from({ length: 40 }, (_, n) => [100 - n * 2.5, 200 + n * 5] as const);
    expect(play([...climb, ...fall]).every(Boolean)).toBe(true);
  });
});

describe("the lights of a board", () => {
  const guard = () =>
    createFlashGuard(
      planOf(
        { id: "lamp", kind: "relay", pin: "D4" },
        { id: "rgb", kind: "rgb-led", pin: "D3" },
        { id: "strip", kind: "strip", pin: "D7", options: { pixels: 4 } },
        { id: "servo", kind: "servo", pin: "D9" },
      ).components,
    );
  const black = { red: 0, green: 0, blue: 0 };
  const allowed = (steps: readonly (readonly [string, string, Record<string, number | string>])[]) => {
    const may = guard();
    return steps.filter(([component, action, args], index) => may(component, action, args, index * 50))
      .length;
  };

  it("are held to it however they are switched", () => {
    const turns = Array.from({ length: 5 }, () => [0, 1]).flat();
    expect(allowed(turns.map((n) => ["lamp", "set", { state: n === 0 ? "on" : "off" }] as const))).toBe(8);
    // Red, then blue, as bright as each other.
    expect(
      allowed(turns.map((n) => ["rgb", "set", { ...black, [n === 0 ? "red" : "blue"]: 100 }] as const)),
    ).toBe(8);
  });

  it("of a strip are held to it one by one, whatever the others do", () => {
    const one = { position: 2, red: 100, green: 100, blue: 100 };
    const steps = Array.from({ length: 5 }, () => [
      ["strip", "light", one] as const,
      ["strip", "fill", black] as const,
    ]).flat();
    expect(allowed(steps)).toBe(8);
  });

  it("are the only parts it holds", () => {
    expect(
      allowed(Array.from({ length: 20 }, (_, n) => ["servo", "move", { angle: (n % 2) * 180 }] as const)),
    ).toBe(20);
  });
});
