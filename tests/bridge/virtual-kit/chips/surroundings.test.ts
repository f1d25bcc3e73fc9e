import { expect, test } from "vitest";
import { exchangeProbability } from "../../../../bridge/virtual-kit/chips/coupling.ts";
import { apparentDistance } from "../../../../bridge/virtual-kit/chips/surroundings.ts";
import { World } from "../../../../bridge/virtual-kit/world.ts";

test.each([0.002, 0.01, 0.03])("air changes nothing at %d m", (metres) => {
  expect(apparentDistance(metres, "air")).toBe(metres);
});

test.each([0, 0.002, 0.01, 0.03])("stuck to metal, no exchange succeeds at %d m", (metres) => {
  expect(exchangeProbability(apparentDistance(metres, "metal"))).toBe(0);
});

test("at 10 mm, foam or a tag made for metal gives the reading back, from less far than in the air", () => {
  for (const remedy of ["foam", "ferrite"] as const) {
    const apparent = apparentDistance(0.01, remedy);
    expect(apparent).toBeGreaterThan(0.01);
    expect(exchangeProbability(apparent)).toBe(1);
    expect(exchangeProbability(apparentDistance(0.044, remedy))).toBeLessThan(1);
  }
});

test("a finger of water takes almost nothing", () => {
  expect(apparentDistance(0.02, "water")).toBeGreaterThan(0.02);
  expect(apparentDistance(0.02, "water")).toBeLessThan(0.021);
});

test("what a hand puts around a tag stays until the kit is put back", () => {
  const world = new World();
  const plume = () => world.kit.tags.find(({ id }) => id === "plume");
  world.apply({ control: "tag-surround", tag: "plume", by: "metal" });
  expect(plume()?.around).toBe("metal");
  world.apply({ control: "tag-tap", tag: "plume", reader: "lecteur-rfid", distanceMm: 40 });
  expect(plume()?.over).toEqual({ reader: "lecteur-rfid", distanceMm: 40 });
  world.apply({ control: "reset" });
  expect(plume()?.around).toBeUndefined();
});
