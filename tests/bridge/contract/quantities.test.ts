// Quantities: the id of a reading gives its quantity, and two states are two words in both languages.
import { describe, expect, it } from "vitest";
import { fieldName } from "#contract/fields.ts";
import { quantities, quantityIds, quantityOf, statesOf } from "#contract/quantities.ts";

describe("the id of a reading", () => {
  it("is its quantity, or one of several of it", () => {
    expect(quantityOf("temperature")).toEqual({ quantity: "temperature" });
    expect(quantityOf("temperature_12")).toEqual({ quantity: "temperature", index: 12 });
    expect(quantityOf("pm25")).toEqual({ quantity: "pm25" });
  });

  it.each([
    "",
    "warmth",
    "temperature_",
    "temperature_x",
    "temperature_1234",
    "_1",
    "constructor",
    "__proto__",
  ])("%j is none", (id) => {
    expect(quantityOf(id)).toBeUndefined();
  });

  it("is named as its quantity, with its number", () => {
    expect(fieldName("co2")).toEqual(quantities.co2.name);
    expect(fieldName("voltage_2")).toEqual({ fr: "Tension 2", en: "Voltage 2" });
    expect(fieldName("button_3")).toEqual({ fr: "Bouton 3", en: "Button 3" });
  });
});

describe("every quantity", () => {
  it("has a short name in both languages, with the right apostrophe", () => {
    for (const id of quantityIds) {
      const { fr, en } = quantities[id].name;
      for (const name of [fr, en]) {
        expect(name, id).toMatch(/^\p{Lu}/u);
        expect(name, id).not.toContain("'");
        expect(name.length, id).toBeLessThanOrEqual(40);
      }
    }
  });

  it("of two states has four words, the two of a language different, and no unit", () => {
    for (const id of quantityIds) {
      const states = statesOf(id);
      if (states === undefined) continue;
      expect(quantities[id].unit, id).toBe("");
      for (const language of ["fr", "en"] as const) {
        expect(states.on[language], id).toMatch(/\p{L}/u);
        expect(states.on[language], id).not.toBe(states.off[language]);
      }
    }
  });
});
