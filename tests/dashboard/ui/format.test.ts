import { describe, expect, it } from "vitest";
import {
  formatDuration,
  formatFigure,
  formatNumber,
  formatQuantity,
  readNumber,
  withUnit,
} from "../../../dashboard/src/ui/format.ts";

const nb = "\u00a0";

describe("numbers and units", () => {
  it.each([
    ["fr", "temperature", 21.46, `21,5${nb}°C`],
    ["en", "temperature", 21.46, `21.5${nb}°C`],
    ["fr", "rssi", -63.4, `\u221263${nb}dBm`],
    ["fr", "ratio", 34.75, `34,8${nb}%`],
    ["en", "ratio", 34.75, "34.8%"],
    ["fr", "angle", 90, "90°"],
    ["fr", "pressure", 100_843, `1${nb}008,4${nb}hPa`],
    ["en", "pressure", 100_843, `1,008.4${nb}hPa`],
    ["fr", "batteryVoltage", 2.987, `2,99${nb}V`],
    ["fr", "measurementSequence", 12, "12"],
    ["fr", "number", 80, "80"],
    ["fr", "number", -12.5, "\u221212,5"],
    ["en", "number", 0.12345, "0.123"],
  ] as const)("are written as %s does it: %s of %d is %s", (language, quantity, value, expected) => {
    expect(formatQuantity(language, quantity, value)).toBe(expected);
  });

  it("never write minus zero", () => {
    expect(formatNumber("fr", -0.04, 1)).toBe("0,0");
  });

  it("leave a number without unit alone", () => {
    expect(withUnit("fr", "3", "")).toBe("3");
  });

  it.each([
    ["fr", 2345, `2,3${nb}s`],
    ["fr", 42_000, `42${nb}s`],
    ["en", 570_000, `10${nb}min`],
    ["fr", 7_500_000, `2${nb}h${nb}05`],
    ["en", -5, `0.0${nb}s`],
  ] as const)("tell a length of time at a glance: %s %d", (language, ms, expected) => {
    expect(formatDuration(language, ms)).toBe(expected);
  });

  it.each([
    ["4,9", 4.9],
    ["4.9", 4.9],
    [" \u221212 ", -12],
    [`1${nb}008,4`, 1008.4],
    [",5", 0.5],
    ["4,9 mV", undefined],
    ["", undefined],
    ["1e3", undefined],
    ["1,2,3", undefined],
  ] as const)("are read as a person types them: %j", (text, expected) => {
    expect(readNumber(text)).toBe(expected);
  });
});

describe("a figure that came as text", () => {
  it.each([
    ["21.495 °C", "21,495 °C", "21.495 °C"],
    ["-0.137 m/s²", "−0,137 m/s²", "−0.137 m/s²"],
    ["100932 Pa", "100 932 Pa", "100,932 Pa"],
    ["40.955 %", "40,955 %", "40.955%"],
    ["2.208", "2,208", "2.208"],
  ])("%s is written as each language does", (text, fr, en) => {
    expect(formatFigure("fr", text).replaceAll("\u00a0", " ")).toBe(fr);
    expect(formatFigure("en", text).replaceAll("\u00a0", " ")).toBe(en);
  });

  it.each(["1000", "0x01", "d41a7e529c03", "1.0.0", "labo-rfid", "", "3 4"])(
    "%s is left as it is",
    (text) => {
      expect(formatFigure("fr", text)).toBe(text);
    },
  );
});
