import { describe, expect, it } from "vitest";
import { defaultKit } from "../../../bridge/virtual-kit/default-kit.ts";
import { lampLux, luxAtSensors, stripLux } from "../../../bridge/virtual-kit/light.ts";
import { World } from "../../../bridge/virtual-kit/world.ts";

const lamp = (metres: number, panel = false) => lampLux({ lit: true, metres, panel });

describe("a lamp before a sensor", () => {
  it("gives four times less twice as far, when it is a bare bulb", () => {
    for (const metres of [0.2, 0.4, 1]) expect(lamp(metres) / lamp(2 * metres)).toBeCloseTo(4, 9);
  });

  it("falls more slowly near a wide panel, and alike far from it", () => {
    expect(lamp(0.2, true) / lamp(0.4, true)).toBeLessThan(2);
    expect(lamp(1.5, true) / lamp(3, true)).toBeGreaterThan(3.8);
  });

  it("gives nothing when it is off", () => {
    expect(lampLux({ lit: false, metres: 0.2, panel: false })).toBe(0);
  });
});

it("adds itself to the share of the room's light that comes to where the sensors lie", () => {
  const kit = { ...defaultKit(), illuminance: 200 };
  const at = (place: "window" | "table" | "corner" | "showcase") =>
    luxAtSensors({ ...kit, light: { ...kit.light, place } });
  expect(at("table")).toBe(200);
  expect(at("window")).toBeGreaterThan(at("table"));
  expect(at("showcase")).toBeLessThan(at("corner"));
  const light = {
    place: "table",
    covered: false,
    lamp: { lit: true, metres: 0.8, panel: false },
    stripMetres: 0.3,
  } as const;
  expect(luxAtSensors({ ...kit, light })).toBeCloseTo(300, 6);
  expect(luxAtSensors({ ...kit, light: { ...light, covered: true } })).toBeLessThan(1);
});

it("is what the light sensors of the boards are in, until everything is put back", () => {
  const world = new World();
  const lux = () => world.component("carte-capteurs", "light").value;
  const before = lux();
  world.apply({ control: "light-place", place: "showcase" });
  world.apply({ control: "lamp", lit: true, metres: 0.4 });
  expect(lux()).toBeCloseTo(0.15 * before + 400, 6);
  expect(world.component("carte-atelier", "lux").value).toBe(lux());
  world.apply({ control: "lamp", panel: true });
  expect(world.kit.light.lamp).toEqual({ lit: true, metres: 0.4, panel: true });
  world.apply({ control: "light-cover", on: true });
  expect(lux()).toBeLessThan(2);
  world.apply({ control: "reset" });
  expect(lux()).toBe(before);
});

describe("a strip before a sensor", () => {
  const strip = (colour: string, metres: number) =>
    stripLux(
      Array.from({ length: 8 }, () => colour),
      metres,
    );

  it("gives in proportion to what its LEDs are told, each colour by itself", () => {
    expect(strip("#808080", 0.3) / strip("#404040", 0.3)).toBeCloseTo(2, 9);
    const [red, green, blue] = ["#ff0000", "#00ff00", "#0000ff"].map((colour) => strip(colour, 0.3));
    expect((red ?? 0) + (green ?? 0) + (blue ?? 0)).toBeCloseTo(strip("#ffffff", 0.3), 9);
    expect(strip("#000000", 0.3)).toBe(0);
  });

  it("falls as the square far away, and more slowly when it is longer than it is far", () => {
    expect(strip("#ffffff", 1) / strip("#ffffff", 2)).toBeCloseTo(4, 1);
    expect(strip("#ffffff", 0.05) / strip("#ffffff", 0.1)).toBeLessThan(3);
  });
});

it("comes from what the strips really show, as far away as a hand put them", () => {
  const world = new World();
  const lux = () => world.component("carte-capteurs", "light").value;
  const before = lux();
  const lights = (colour: string) =>
    world.show("carte-atelier", "strip", 1, { colours: Array.from({ length: 8 }, () => colour) });
  lights("#ffffff");
  const near = lux() - before;
  expect(near).toBeGreaterThan(50);
  expect(world.component("carte-atelier", "lux").value).toBe(lux());
  world.apply({ control: "strip-away", metres: 0.6 });
  expect(near / (lux() - before)).toBeCloseTo(4, 0);
  lights("#000000");
  expect(lux()).toBe(before);
});
