import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { planFormSchema } from "#contract/board-plan.ts";
import { kitFigures, obeyedConstants } from "../../../bridge/house/kit-figures.ts";
import { readConstants } from "../../../bridge/sheets/constants.ts";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { Problems } from "../../../bridge/sheets/problem.ts";
import { convert } from "../../../bridge/sheets/units.ts";
import { relativeField } from "../../../bridge/virtual-kit/chips/coupling.ts";
import { defaultKit } from "../../../bridge/virtual-kit/default-kit.ts";
import { figureConstants, obey, usualFigures } from "../../../bridge/virtual-kit/figures.ts";
import { envelopeVolts, photoresistorVolts } from "../../../bridge/virtual-kit/parts/analog.ts";
import { MotionDetector } from "../../../bridge/virtual-kit/parts/motion.ts";
import { echoMicros } from "../../../bridge/virtual-kit/parts/sonar.ts";
import { meanRssi } from "../../../bridge/virtual-kit/radio/rssi.ts";
import { contentFolder } from "../sheets/content-copy.ts";

const { constants } = await loadSheets({ folder: contentFolder });

describe("what the virtual kit obeys", () => {
  afterEach(() => obey(usualFigures));

  it("is in the content, in a unit the kit can take, and is what the kit has by itself", () => {
    expect(kitFigures(constants)).toEqual(usualFigures);
    for (const { id, unit } of Object.values(figureConstants)) {
      const constant = constants.get(id);
      expect(constant?.value, id).toBeDefined();
      expect(convert(constant?.value ?? 0, constant?.unit ?? "", unit), id).toBeDefined();
    }
    expect(new Set(obeyedConstants).size).toBe(obeyedConstants.length);
  });

  it("follows the file: each constant changed there is another figure in the kit, and no other", async () => {
    const text = await readFile(`${contentFolder}/constants.yaml`, "utf8");
    for (const [name, { id }] of Object.entries(figureConstants)) {
      const changed = text.replace(
        new RegExp(`^(  ${id}:\\n    value: )(\\S+)$`, "m"),
        (_, before: string, value: string) => `${before}${Number(value) * 2}`,
      );
      const figures = kitFigures(readConstants("constants.yaml", changed, new Problems()));
      expect(figures, id).toEqual({
        ...usualFigures,
        [name]: expect.closeTo(2 * usualFigures[name as keyof typeof usualFigures], 6),
      });
    }
  });

  it("gives its boards the supply that a plan supposes", () => {
    expect(planFormSchema.parse({ components: [] }).supplyVolts).toBe(usualFigures.boardVolts);
  });

  it("keeps the kit's own figure where the content has no such constant", () => {
    expect(kitFigures(new Map())).toEqual(usualFigures);
  });

  it("changes what the parts do", () => {
    const before = {
      field: relativeField(0.02),
      light: photoresistorVolts(100),
      sound: envelopeVolts(0.5),
      echo: echoMicros(1, 20),
      rssi: meanRssi(-59, 4),
    };
    obey({
      ...usualFigures,
      coilRadius: 0.04,
      ldrGamma: 0.9,
      boardVolts: 3.3,
      soundAtZero: 662.6,
      pathLoss: 3,
      beaconIntervalMs: 250,
      pirHoldMs: 9000,
    });
    expect(relativeField(0.02)).toBeGreaterThan(before.field);
    expect(photoresistorVolts(100)).toBeLessThan(before.light);
    expect(envelopeVolts(0.5)).toBeCloseTo(before.sound * 0.66, 6);
    expect(echoMicros(1, 20)).toBeCloseTo(before.echo / 2, 6);
    expect(meanRssi(-59, 4)).toBeCloseTo(before.rssi - 8 * Math.log10(4), 6);
    expect(defaultKit().beacons.find(({ id }) => id === "balise-ibeacon")?.intervalMs).toBe(250);
    const detector = new MotionDetector();
    detector.output(true, 0);
    expect([8999, 9000].map((ms) => detector.output(false, ms))).toEqual([true, false]);
  });
});
