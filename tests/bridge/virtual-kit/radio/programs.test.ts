// What the boards one connects to say of where they are: their bytes, read by the bench's own decoders.
import { expect, test } from "vitest";
import type { QuantityId } from "#contract/quantities.ts";
import { decodeCharacteristic } from "../../../../bridge/decoders/gatt/registry.ts";
import { ClimateProgram } from "../../../../bridge/virtual-kit/radio/climate-sensor.ts";
import { MicrobitProgram } from "../../../../bridge/virtual-kit/radio/microbit.ts";
import type { PeripheralProgram } from "../../../../bridge/virtual-kit/radio/peripheral.ts";
import { createRandom } from "../../../../bridge/virtual-kit/random.ts";
import { World } from "../../../../bridge/virtual-kit/world.ts";

const world = new World();
const kit = () => world.kit;
const microbit = new MicrobitProgram({
  kit,
  state: () => world.microbit("microbit"),
  show: (change) => void world.showMicrobit("microbit", change),
  random: createRandom(2),
});
const climate = new ClimateProgram(kit, createRandom(4));

/** Every value a board lets itself be asked for. */
function readings(program: PeripheralProgram): Partial<Record<QuantityId, number>> {
  const found = program.services
    .flatMap(({ characteristics }) => characteristics)
    .flatMap(({ uuid, read }) => {
      const outcome = read && decodeCharacteristic(uuid, Uint8Array.from(read()));
      return outcome?.ok === true ? [outcome.readings] : [];
    });
  return Object.assign({}, ...found);
}
const fieldOf = (values: Partial<Record<QuantityId, number>>) =>
  (["magneticFieldX", "magneticFieldY", "magneticFieldZ"] as const).map((axis) => values[axis] ?? Number.NaN);
const lie = (degrees: number, x: number, y: number) => {
  world.apply({ control: "peripheral-turn", peripheral: "microbit", degrees });
  world.apply({ control: "peripheral-tilt", peripheral: "microbit", x, y });
};

test.each([
  { to: "the north", degrees: 0, field: [0, 18, -24] },
  { to: "the east", degrees: 90, field: [-18, 0, -24] },
  { to: "the south", degrees: 180, field: [0, -18, -24] },
  { to: "the west", degrees: 270, field: [18, 0, -24] },
])("a micro:bit lying flat with its logo to $to", ({ degrees, field }) => {
  lie(degrees, 0, 0);
  const values = readings(microbit);
  expect(values.direction).toBe(degrees);
  for (const [axis, value] of fieldOf(values).entries())
    expect(Math.abs(value - (field[axis] ?? Number.NaN))).toBeLessThan(0.6);
});

test("tilted any way, a micro:bit feels a field of the same strength, and as much along gravity", () => {
  for (const degrees of [0, 75, 200, 359]) {
    for (const [x, y] of [
      [0, 0],
      [40, 0],
      [0, -65],
      [90, 0],
    ] as const) {
      lie(degrees, x, y);
      const values = readings(microbit);
      const field = fieldOf(values);
      expect(Math.abs(Math.hypot(...field) - 30)).toBeLessThan(0.6);
      const gravity = [values.accelerationX ?? 0, values.accelerationY ?? 0, values.accelerationZ ?? 0];
      const along = field.reduce((sum, value, axis) => sum + value * (gravity[axis] ?? 0), 0);
      const down = along / Math.hypot(...gravity);
      expect(Math.abs(down - 24)).toBeLessThan(0.8);
    }
  }
});

test("a full turn is the north again", () => {
  lie(360, 0, 0);
  expect(readings(microbit).direction).toBe(0);
});

test("the climate sensor tells the room's air, up to its bounds", () => {
  for (const percent of [0, 43, 100]) {
    world.apply({ control: "room-humidity", percent });
    const { relativeHumidity = Number.NaN } = readings(climate);
    expect(Math.abs(relativeHumidity - percent)).toBeLessThan(0.6);
    expect(relativeHumidity).toBeGreaterThanOrEqual(0);
    expect(relativeHumidity).toBeLessThanOrEqual(100);
  }
  world.apply({ control: "room-temperature", celsius: -12 });
  expect(Math.abs((readings(climate).temperature ?? Number.NaN) + 12)).toBeLessThan(0.3);
});
