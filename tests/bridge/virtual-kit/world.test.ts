import { expect, test } from "vitest";
import { type KitControl, kitSchema } from "#contract/kit.ts";
import { LaboError } from "../../../bridge/errors.ts";
import { beaconRadios, defaultKit } from "../../../bridge/virtual-kit/default-kit.ts";
import { World } from "../../../bridge/virtual-kit/world.ts";

const board = "carte-capteurs";
const component = (world: World, id: string) => world.component(board, id);

test("the kit at the start is a kit as the contract says", () => {
  expect(kitSchema.parse(new World().snapshot())).toEqual(new World().snapshot());
});

test("every beacon has a radio of its own, with a valid random or public address", () => {
  const addresses = new Set<string>();
  for (const { id } of defaultKit().beacons) {
    const radio = beaconRadios[id];
    expect(radio?.address).toHaveLength(6);
    if (radio?.addressType === "random") expect((radio.address[0] ?? 0) >> 6).toBe(0b11);
    addresses.add(String(radio?.address));
  }
  expect(addresses.size).toBe(4);
});

test("a tag goes over a reader, at a distance, and away again", () => {
  const world = new World();
  const over = () => world.kit.tags.find(({ id }) => id === "plume")?.over;
  world.apply({ control: "tag-place", tag: "plume", reader: "lecteur-rfid", distanceMm: 30 });
  expect(over()).toEqual({ reader: "lecteur-rfid", distanceMm: 30 });
  world.apply({ control: "tag-remove", tag: "plume" });
  expect(over()).toBeUndefined();
});

test("sensors show the room's light and temperature", () => {
  const world = new World();
  world.apply({ control: "room-light", lux: 42 });
  world.apply({ control: "room-temperature", celsius: 12.5 });
  expect(component(world, "light").value).toBe(42);
  expect(component(world, "temperature").value).toBe(12.5);
});

test("knob, button, wire and cable are as the hand leaves them", () => {
  const world = new World();
  world.apply({ control: "knob-turn", board, component: "knob", ratio: 0.8 });
  world.apply({ control: "button", board, component: "button", pressed: true });
  world.apply({ control: "wire", board, component: "knob", connected: false });
  world.apply({ control: "plug", board, plugged: false, silent: true });
  expect(component(world, "knob")).toMatchObject({ value: 0.8, wired: false });
  expect(component(world, "button").value).toBe(1);
  expect(world.board(board).plugged).toBe(false);
});

test("nothing leaves the room", () => {
  const world = new World();
  world.apply({ control: "person-move", to: { x: 50, y: 3 } });
  expect(world.kit.person).toEqual({ x: 8, y: 3 });
});

const unknown: [KitControl, RegExp][] = [
  [{ control: "tag-remove", tag: "clou" }, /^tag: clou$/],
  [{ control: "tag-place", tag: "plume", reader: "ailleurs", distanceMm: 5 }, /^reader: ailleurs$/],
  [{ control: "tag-tap", tag: "plume", reader: board }, /^reader: carte-capteurs reads no tags$/],
  [{ control: "beacon-tin", beacon: "phare", on: true }, /^beacon: phare$/],
  [{ control: "knob-turn", board: "uno", component: "knob", ratio: 0 }, /^board: uno$/],
  [{ control: "knob-turn", board, component: "led", ratio: 0 }, /^component: led is not a potentiometer$/],
  [{ control: "button", board, component: "bouton", pressed: true }, /^component: bouton$/],
  [{ control: "line-noise", board: "uno", hex: "00" }, /^board: uno$/],
];

test.each(unknown)("%j is refused by name and changes nothing", (control, detail) => {
  const world = new World();
  const before = world.snapshot();
  let error: unknown;
  try {
    world.apply(control);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(LaboError);
  expect(error).toMatchObject({ code: "NOT_FOUND", details: [expect.stringMatching(detail)] });
  expect(world.snapshot()).toEqual(before);
});

test("reset puts everything back", () => {
  const world = new World();
  const before = world.snapshot();
  world.apply({ control: "room-light", lux: 1 });
  world.apply({ control: "tag-place", tag: "plume", reader: "lecteur-rfid", distanceMm: 30 });
  world.apply({ control: "beacon-move", beacon: "balise-url", to: { x: 0, y: 0 } });
  world.apply({ control: "plug", board, plugged: false, silent: false });
  world.apply({ control: "reset" });
  expect(world.snapshot()).toEqual(before);
});

test("an actuator's new state is shown once", () => {
  const world = new World();
  expect(world.show(board, "led", 0.5)).toBe(true);
  expect(world.show(board, "led", 0.5)).toBe(false);
  expect(component(world, "led").value).toBe(0.5);
});
