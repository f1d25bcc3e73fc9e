// The engine's sentences: numbers and spaces as each language prints them.
import { describe, expect, it } from "vitest";
import { pens, say } from "../../../bridge/experiments/words.ts";

describe("words", () => {
  it("writes numbers with the decimal sign and spaces of the language", () => {
    expect(pens.fr.n(2.5, "m")).toBe("2,5\u00a0m");
    expect(pens.en.n(2.5, "m")).toBe("2.5\u00a0m");
    expect(pens.fr.n(47, "%")).toBe("47\u00a0%");
    expect(pens.en.n(47, "%")).toBe("47%");
    expect(pens.fr.n(124_000, "lx·h")).toBe("124\u00a0000\u00a0lx·h");
    expect(pens.en.n(124_000)).toBe("124,000");
    expect(pens.fr.n(-60.25, "dBm")).toBe("−60,3\u00a0dBm");
    expect(pens.fr.n(0.00488)).toBe("0,00488");
    expect(pens.fr.n(-0.0000001)).not.toContain("−0,000000");
  });
  it("sets a degree against its number, and a per cent in English alone", () => {
    expect([pens.fr.n(90, "°"), pens.en.n(90, "°")]).toEqual(["90°", "90°"]);
    expect([pens.fr.n(5, "%"), pens.en.n(5, "%")]).toEqual(["5\u00a0%", "5%"]);
  });

  it("says bounds with both ends, one, or the same", () => {
    expect(pens.fr.between(2, 10, "s")).toBe("entre 2 et 10\u00a0s");
    expect(pens.fr.between(2, undefined)).toBe("au moins 2");
    expect(pens.en.between(undefined, 3)).toBe("at most 3");
    expect(pens.fr.between(10, 10)).toBe("exactement 10");
    expect(pens.fr.between(undefined, undefined)).toBe("");
  });
  it("puts no-break spaces where French wants them, and none before ; ! ?", () => {
    expect(say((p) => `Bouton : ${p.quote("a")}`, "x").fr).toBe("Bouton\u00a0: «\u00a0a\u00a0»");
  });
});
