import { describe, expect, it } from "vitest";
import { convert, printed } from "../../../bridge/sheets/units.ts";

const nb = "\u00a0";

describe("a printed number", () => {
  it.each([
    [21.5, 1, "V", `21,5${nb}V`, `21.5${nb}V`],
    [72, 0, "%", `72${nb}%`, "72%"],
    [-59, 0, "dBm", `−59${nb}dBm`, `−59${nb}dBm`],
    [11520, 0, "byte/s", `11${nb}520${nb}octets par seconde`, `11,520${nb}bytes per second`],
    [1024, 0, "step", `1024${nb}marches`, `1024${nb}steps`],
    [1, 0, "1/s", `1${nb}fois par seconde`, `1${nb}time per second`],
    [1, 0, "byte", `1${nb}octet`, `1${nb}byte`],
    [1.5, 1, "byte", `1,5${nb}octet`, `1.5${nb}bytes`],
    [6, 1, "dB", `6,0${nb}dB`, `6.0${nb}dB`],
    [1.6, 1, "", "1,6", "1.6"],
  ] as const)("%d with %d decimals in “%s” follows both languages", (value, decimals, unit, fr, en) => {
    expect(printed(value, decimals, unit).withUnit).toEqual({ fr, en });
  });

  it("stands alone without its unit", () => {
    expect(printed(-0.5, 1, "m").alone).toEqual({ fr: "−0,5", en: "−0.5" });
  });
});

describe("conversion", () => {
  it.each([
    [2, "s", "ms", 2000],
    [30, "s", "min", 0.5],
    [5, "%", "share", 0.05],
    [5, "cm", "mm", 50],
    [4.9, "mV", "V", 0.0049],
    [7, "dB", "dB", 7],
  ])("%d %s is so many %s", (value, from, to, expected) => {
    expect(convert(value, from, to)).toBe(expected);
  });

  it("refuses units of different dimensions", () => {
    expect(convert(5, "%", "s")).toBeUndefined();
    expect(convert(5, "tag", "m")).toBeUndefined();
  });
});
