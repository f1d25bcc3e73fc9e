// Zones from a participant's own thresholds and window, answered at steps and changed along the way.
import { expect, it } from "vitest";
import { createDeriver } from "../../../bridge/experiments/derive.ts";
import { fromAct, fromEvent } from "../../../bridge/experiments/observation.ts";
import { make, timeAt, watch } from "../../helpers/experiment-bench.ts";

/** A beacon heard twice a second through one derivation. */
function zones() {
  const { context, answers } = watch({ op: "confirm" });
  const { derive, isInside } = createDeriver(
    {
      id: "zone",
      channel: "rssi",
      enter: { answer: "pres" },
      leave: { answer: "loin" },
      window: { answer: ["fenetre", "calme"] },
    },
    context,
  );
  let seconds = 0;
  return {
    isInside,
    answer(step: string, value: number) {
      answers.set(step, value);
      const at = { mono: seconds * 1000, time: timeAt(seconds) };
      derive(fromAct(`${step}-${seconds}`, "answer-given", at, { step, value }));
    },
    /** Hears one level for half a minute. */
    settle(rssi: number) {
      for (let heard = 0; heard < 60; heard += 1) {
        seconds += 0.5;
        derive(fromEvent(make.frame(seconds, rssi), ["balise"]));
      }
    },
    /** Hears one level until a zone is entered or left. @returns after how many seconds, and which; nothing within 30 s. */
    until(rssi: number) {
      for (let waited = 0.5; waited <= 30; waited += 0.5) {
        seconds += 0.5;
        const derived = derive(fromEvent(make.frame(seconds, rssi), ["balise"]));
        if (derived) return [derived.kind, waited];
      }
      return undefined;
    },
  };
}

it("says nothing before both thresholds are answered, nor of the first side it finds", () => {
  const { answer, until } = zones();
  answer("fenetre", 5);
  answer("pres", -65);
  expect(until(-80)).toBeUndefined();
  answer("loin", -69);
  expect(until(-80)).toBeUndefined();
  expect(until(-55)?.[0]).toBe("zone-entered");
});

it("between the thresholds nothing changes", () => {
  const { answer, until } = zones();
  answer("fenetre", 5);
  answer("pres", -65);
  answer("loin", -69);
  expect(until(-80)).toBeUndefined();
  expect(until(-67)).toBeUndefined();
  expect(until(-60)?.[0]).toBe("zone-entered");
  expect(until(-67)).toBeUndefined();
  expect(until(-75)?.[0]).toBe("zone-left");
});

it("takes half its window to decide, and the window is the one answered last", () => {
  const { answer, settle, until } = zones();
  answer("pres", -65);
  answer("loin", -69);
  answer("fenetre", 5);
  settle(-80);
  const slow = until(-55)?.[1];
  expect(slow).toBeGreaterThanOrEqual(2);
  expect(slow).toBeLessThanOrEqual(3.5);
  answer("calme", 15);
  settle(-80);
  expect(until(-55)?.[1]).toBeGreaterThanOrEqual(7);
  answer("fenetre", 1);
  settle(-80);
  expect(until(-55)?.[1]).toBeLessThanOrEqual(1.5);
});

it("tells on which side things are, once both thresholds are answered", () => {
  const { answer, settle, isInside } = zones();
  answer("fenetre", 5);
  answer("pres", -65);
  settle(-55);
  expect(isInside()).toBeUndefined();
  answer("loin", -69);
  settle(-55);
  expect(isInside()).toBe(true);
  settle(-67);
  expect(isInside()).toBe(true);
  settle(-80);
  expect(isInside()).toBe(false);
});
