import { describe, expect, it } from "vitest";
import { capabilitySchema, channelSchema } from "#contract/devices.ts";
import { analogueReadings, illuminance, tmp36Celsius } from "../../../bridge/boards/conversions.ts";
import { createFlashLimit } from "../../../bridge/boards/flash-limit.ts";
import { boardPlanSchema, capabilitiesOf, channelsOf, defaultPlan } from "../../../bridge/boards/plan.ts";

describe("the plan of a board", () => {
  it("gives the kit’s board its channels and commands, all of the contract", () => {
    const channels = channelsOf(defaultPlan).map((channel) => channelSchema.parse(channel));
    expect(channels.map(({ id, quantity, pin }) => `${id} ${quantity} ${pin}`)).toEqual([
      "light illuminance A0",
      "lightVoltage voltage A0",
      "temperature temperature A1",
      "temperatureVoltage voltage A1",
      "knob ratio A2",
      "knobVoltage voltage A2",
      "button contact D2",
      "led brightness D6",
      "servo angle D9",
      "buzzer sounding D4",
    ]);
    const capabilities = capabilitiesOf(defaultPlan).map((capability) => capabilitySchema.parse(capability));
    expect(capabilities.map(({ command }) => command)).toEqual(["led.set", "servo.move", "buzzer.sound"]);
  });

  it.each([
    [
      "two components on one pin",
      [
        { id: "a", pin: "A0" },
        { id: "b", pin: "A0" },
      ],
    ],
    [
      "two components of one name",
      [
        { id: "a", pin: "A0" },
        { id: "a", pin: "A1" },
      ],
    ],
    ["the pins of the serial line", [{ id: "a", pin: "D1", kind: "button" }]],
    ["an analogue part on a digital pin", [{ id: "a", pin: "D3" }]],
    ["a light on a pin without PWM", [{ id: "a", pin: "D4", kind: "led" }]],
  ])("refuses %s", (_name, parts) => {
    const components = parts.map((part) => ({ kind: "potentiometer", name: { fr: "x", en: "x" }, ...part }));
    expect(boardPlanSchema.safeParse({ components }).success).toBe(false);
  });
});

describe("conversions", () => {
  const part = { dividerOhms: 10_000, ohmsAt10Lux: 50_000, gamma: 0.7 };
  // The counts published with the part's model, 10 bits under 5 V.
  it.each([
    [852, 10],
    [633, 50],
    [511, 100],
    [439, 150],
    [323, 300],
    [170, 1000],
  ])("%i counts of the light divider are about %i lx", (counts, lux) => {
    const found = illuminance(counts / 1023, part) ?? 0;
    expect(Math.abs(found - lux) / lux).toBeLessThan(0.02);
  });

  it("does not invent a light at the rails", () => {
    expect(illuminance(0, part)).toBeUndefined();
    expect(illuminance(1, part)).toBeUndefined();
  });

  it("reads the TMP36’s datasheet points and refuses what it cannot give", () => {
    expect(tmp36Celsius(0.5)).toBeCloseTo(0);
    expect(tmp36Celsius(0.75)).toBeCloseTo(25);
    expect(tmp36Celsius(0.05)).toBeUndefined();
    expect(tmp36Celsius(5)).toBeUndefined();
  });

  it("leaves a value that cannot be told out and keeps its voltage", () => {
    const readings = analogueReadings({ id: "light", kind: "photoresistor", options: part }, 1023, 1023, 5);
    expect(readings).toEqual({ lightVoltage: 5 });
  });
});

describe("the flash limit", () => {
  const play = (steps: readonly (readonly [level: number, at: number])[]) => {
    const limit = createFlashLimit();
    return steps.map(([level, at]) => limit.allow(level, at));
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
