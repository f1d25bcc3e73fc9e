// Figures that depend on the device at hand: what each is worth, and how a text names it.
import { describe, expect, it } from "vitest";
import {
  type FigureDevice,
  type FigureValue,
  figureLink,
  figureOfLink,
  figureValue,
  figureValueSchema,
  rounded,
} from "#contract/figures.ts";

const reach: FigureValue = { model: "lecteur", is: { pn532: 100 }, default: 80 };
const volts: FigureValue = { fact: "adcVolts", of: "carte", default: 5 };
const bits: FigureValue = { fact: "adcBits", of: "carte", default: 10 };
const step: FigureValue = {
  calc: "divide",
  of: [
    { calc: "multiply", of: [volts, 1000] },
    { calc: "power", of: [2, bits] },
  ],
};
const played = (role: string, device: FigureDevice) => (asked: string) =>
  asked === role ? device : undefined;

describe("a figure", () => {
  it.each<[string, FigureValue, (role: string) => FigureDevice | undefined, number]>([
    ["a plain number is itself", 7, () => undefined, 7],
    ["no device: the kit's", reach, () => undefined, 80],
    ["a model that is named", reach, played("lecteur", { model: "pn532", facts: {} }), 100],
    ["a model that is not", reach, played("lecteur", { model: "labo-rfid", facts: {} }), 80],
    [
      "another role's device is none of its business",
      reach,
      played("autre", { model: "pn532", facts: {} }),
      80,
    ],
    ["what a board tells", volts, played("carte", { model: "x", facts: { adcVolts: "3.3" } }), 3.3],
    ["a fact that is no number", volts, played("carte", { model: "x", facts: { adcVolts: "plenty" } }), 5],
    ["a fact that is empty", volts, played("carte", { model: "x", facts: { adcVolts: " " } }), 5],
    ["an Uno", step, () => undefined, 5000 / 1024],
    [
      "a board of 12 bits at 3.3 V",
      step,
      played("carte", { model: "x", facts: { adcVolts: "3.3", adcBits: "12" } }),
      3300 / 4096,
    ],
  ])("%s", (_, value, device, expected) => {
    expect(figureValueSchema.parse(value)).toEqual(value);
    expect(figureValue(value, device)).toBeCloseTo(expected, 9);
  });

  it("is printed with as many digits as asked, no more", () => {
    expect([4.8828125, 0.8056640625, 80, 1024].map((value) => rounded(value, 3))).toEqual([
      4.88, 0.806, 80, 1020,
    ]);
    expect(rounded(1024, 4)).toBe(1024);
  });

  it("that divides by nothing is no number, and says so", () => {
    expect(figureValue({ calc: "divide", of: [1, 0] }, () => undefined)).toBeNaN();
  });

  it("is named by a link that says what it is with the kit, and no other link is taken for one", () => {
    const [, address = ""] = /\]\((.*)\)$/.exec(figureLink("80 mm", "au-dela", false)) ?? [];
    const [, alone = ""] = /\]\((.*)\)$/.exec(figureLink("80", "au-dela", true)) ?? [];
    expect([figureOfLink(address), figureOfLink(alone)]).toEqual([
      { id: "au-dela", alone: false },
      { id: "au-dela", alone: true },
    ]);
    for (const other of ["/nombres", "https://example.org/#figure-au-dela", "#ailleurs", ""])
      expect(figureOfLink(other)).toBeUndefined();
  });
});
