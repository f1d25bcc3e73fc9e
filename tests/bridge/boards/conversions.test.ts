import { describe, expect, it } from "vitest";
import {
  analogueReadings,
  illuminance,
  sonarMetres,
  soundSpeed,
  tmp36Celsius,
} from "../../../bridge/boards/conversions.ts";

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

  it.each(["force", "sound-level"] as const)("tells how much of its range a part gives: %s", (kind) => {
    expect(analogueReadings({ id: "part", kind }, 256, 1023, 5)).toEqual({ part: 25, partVoltage: 1.251 });
  });

  // The speeds and round trips printed in the sheets.
  it.each([
    [0, 331.3, 6037],
    [20, 343.2, 5828],
    [30, 349.0, 5731],
  ])("sound in air of %i °C goes %d m/s: an echo of %i µs comes from a metre", (celsius, speed, micros) => {
    expect(soundSpeed(celsius)).toBeCloseTo(speed, 1);
    expect(sonarMetres(micros, celsius)).toBeCloseTo(1, 3);
  });

  it("makes no distance of an echo that did not come, or from where the part cannot hear", () => {
    for (const micros of [0, 50, 23_500, 38_000]) expect(sonarMetres(micros, 20)).toBeUndefined();
  });
});
