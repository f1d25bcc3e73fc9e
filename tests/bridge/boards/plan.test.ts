import { describe, expect, it } from "vitest";
import { componentKinds, componentSchema, partNames, pinsOf, planFormSchema } from "#contract/board-plan.ts";
import { capabilitySchema, channelSchema } from "#contract/devices.ts";
import {
  capabilitiesOf,
  channelsOf,
  defaultPlan,
  mostMilliampsOf,
  workshopPlan,
} from "../../../bridge/boards/plan.ts";
import { isWirable, planProblems } from "../../../bridge/boards/plan-problems.ts";
import { planOf } from "../../helpers/board-plans.ts";

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
      "boardCurrent current undefined",
    ]);
    const capabilities = capabilitiesOf(defaultPlan).map((capability) => capabilitySchema.parse(capability));
    expect(capabilities.map(({ command }) => command)).toEqual([
      "button.debounce",
      "button.react",
      ...["led.set", "servo.move", "buzzer.sound"],
    ]);
    expect([defaultPlan, workshopPlan].map((plan) => isWirable(planProblems(plan)))).toEqual([true, true]);
  });

  it.each(componentKinds)("knows what a part of kind %s gives, takes and draws", (kind) => {
    const pin = kind === "led" || kind === "rgb-led" ? "D3" : undefined;
    const component = ["I2C", "A0", "D7", pin]
      .map((at) => componentSchema.safeParse({ id: "part", name: partNames[kind], kind, pin: at }))
      .find(({ success }) => success)?.data;
    if (component === undefined) throw new Error(`no pin for ${kind}`);
    const plan = planFormSchema.parse({ components: [component] });
    const channels = channelsOf(plan).map((channel) => channelSchema.parse(channel));
    const capabilities = capabilitiesOf(plan).map((capability) => capabilitySchema.parse(capability));
    expect(channels.length + capabilities.length).toBeGreaterThan(1);
    expect(new Set(channels.map(({ id }) => id)).size).toBe(channels.length);
    expect(pinsOf(component).length).toBeGreaterThan(0);
    expect(mostMilliampsOf(plan)).toBeGreaterThan(50);
    expect(isWirable(planProblems(plan))).toBe(true);
  });

  it.each([
    ["an unknown kind", { kind: "laser", pin: "D3" }],
    ["the pins of the serial line", { kind: "button", pin: "D1" }],
    ["an analogue part on a digital pin", { kind: "potentiometer", pin: "D3" }],
    ["a light on a pin without PWM", { kind: "led", pin: "D4" }],
    ["a name that would spoil a topic", { kind: "button", pin: "D4", id: "a/b" }],
    ["a strip longer than the board’s memory", { kind: "strip", pin: "D4", options: { pixels: 61 } }],
  ])("has no place for %s", (_name, part) => {
    const component = { id: "a", name: { fr: "x", en: "x" }, ...part };
    expect(planFormSchema.safeParse({ components: [component] }).success).toBe(false);
  });

  it.each([
    [
      "two parts on one pin",
      [
        { id: "a", kind: "force", pin: "A0" },
        { id: "b", kind: "force", pin: "A0" },
      ],
      "A0",
    ],
    [
      "two parts of one code",
      [
        { id: "a", kind: "force", pin: "A0" },
        { id: "a", kind: "force", pin: "A1" },
      ],
      "code",
    ],
    [
      "a sensor on the bus’s wires",
      [
        { id: "a", kind: "lux", pin: "I2C" },
        { id: "b", kind: "force", pin: "A4" },
      ],
      "A4",
    ],
    ["two colours on one pin", [{ id: "a", kind: "rgb-led", pin: "D5" }], "D5"],
    [
      "two chips at one address",
      [
        { id: "a", kind: "lux", pin: "I2C" },
        { id: "b", kind: "lux", pin: "I2C" },
      ],
      "0x23",
    ],
    [
      "a chip at the other’s address",
      [{ id: "a", kind: "accelerometer", pin: "I2C", options: { chip: "mpu6050" } }],
      "0x68",
    ],
    [
      "a light on the servos’ timer",
      [
        { id: "a", kind: "servo", pin: "D2" },
        { id: "b", kind: "led", pin: "D10" },
      ],
      "D10",
    ],
    [
      "a light on the tone’s timer",
      [
        { id: "a", kind: "piezo", pin: "D2" },
        { id: "b", kind: "led", pin: "D11" },
      ],
      "D11",
    ],
    [
      "two strips",
      [
        { id: "a", kind: "strip", pin: "D2" },
        { id: "b", kind: "strip", pin: "D4" },
      ],
      "strip",
    ],
    [
      "a servo with no way to go",
      [{ id: "a", kind: "servo", pin: "D2", options: { minAngle: 90, maxAngle: 90 } }],
      "angle",
    ],
    [
      "more values than a device has",
      [
        ...["A0", "A1", "A2", "A3"].map((pin) => ({ id: `f${pin.toLowerCase()}`, kind: "force", pin })),
        ...["D2", "D4", "D7", "D8"].map((pin) => ({ id: `s${pin.toLowerCase()}`, kind: "sonar", pin })),
        ...["0x53", "0x1d"].map((address, n) => ({
          id: `m${n}`,
          kind: "accelerometer",
          pin: "I2C",
          options: { address },
        })),
        ...["0x76", "0x77"].map((address, n) => ({
          id: `c${n}`,
          kind: "climate",
          pin: "I2C",
          options: { address },
        })),
        ...["0x23", "0x5c"].map((address, n) => ({
          id: `l${n}`,
          kind: "lux",
          pin: "I2C",
          options: { address },
        })),
        { id: "rgb", kind: "rgb-led", pin: "D3" },
      ],
      "32",
    ],
  ])("stops %s, in words", (_name, parts, word) => {
    const problems = planProblems(planOf(...parts));
    expect(isWirable(problems)).toBe(false);
    for (const language of ["fr", "en"] as const)
      expect(
        problems.some(({ words }) =>
          words[language].includes(word === "strip" && language === "fr" ? "bande" : word),
        ),
      ).toBe(true);
  });

  it("tells where a relay that closes on a low level clicks at the start, and takes it all the same", () => {
    const said = (pin: string, activeLow: boolean) =>
      planProblems(planOf({ id: "lamp", kind: "relay", pin, options: { activeLow } }));
    expect(said("D7", true)).toMatchObject([{ weight: "know", component: "lamp" }]);
    expect(said("D7", true)[0]?.words.en).toContain("A0, A1, A2 or A3");
    expect([said("D7", false), said("A0", true), said("A3", false)]).toEqual([[], [], []]);
    expect(() => said("A4", true)).toThrow();
  });

  it("lets chips share the bus, and tells what a person should know", () => {
    const problems = planProblems(
      planOf(
        { id: "climate", kind: "climate", pin: "I2C" },
        { id: "lux", kind: "lux", pin: "I2C" },
        { id: "echo", kind: "sonar", pin: "D7" },
        { id: "strip", kind: "strip", pin: "D5", options: { pixels: 30 } },
        { id: "servo", kind: "servo", pin: "D9" },
      ),
    );
    expect(isWirable(problems)).toBe(true);
    const said = problems.map(({ words }) => words.en).join(" ");
    // 30 LEDs of 60 mA; the strip held to 400 mA, the servo's 600 and the rest: beyond a USB port.
    expect(said).toContain("1800 mA");
    expect(said).toContain("1073 mA");
    expect(said).toContain("labo-firmata");
  });
});
