import { expect, test } from "vitest";
import { type KitControl, kitSchema } from "#contract/kit.ts";
import {
  defaultPlan,
  littleBitsPlan,
  pendulumPlan,
  pointerPlan,
  workshopPlan,
} from "../../../bridge/boards/plan.ts";
import { LaboError } from "../../../bridge/errors.ts";
import { beaconRadios, defaultKit } from "../../../bridge/virtual-kit/default-kit.ts";
import { partsOfPlan } from "../../../bridge/virtual-kit/parts-of-plan.ts";
import { World } from "../../../bridge/virtual-kit/world.ts";
import { planOf } from "../../helpers/board-plans.ts";

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
  [{ control: "tag-surround", tag: "clou", by: "foam" }, /^tag: clou$/],
  [{ control: "beacon-tin", beacon: "phare", on: true }, /^beacon: phare$/],
  [{ control: "beacon-battery", beacon: "phare", worn: true }, /^beacon: phare$/],
  [{ control: "beacon-fist", beacon: "phare", on: true }, /^beacon: phare$/],
  [{ control: "beacon-turn", beacon: "phare", on: true }, /^beacon: phare$/],
  [{ control: "knob-turn", board: "uno", component: "knob", ratio: 0 }, /^board: uno$/],
  [{ control: "knob-turn", board, component: "led", ratio: 0 }, /^component: led is not a potentiometer$/],
  [{ control: "button", board, component: "bouton", pressed: true }, /^component: bouton$/],
  [{ control: "line-noise", board: "uno", hex: "00" }, /^board: uno$/],
  [{ control: "force", board, component: "knob", newtons: 1 }, /^component: knob is not a force$/],
  [
    { control: "obstacle", board, component: "led", metres: 1 },
    /^component: led is not a sonar or a time-of/,
  ],
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

test("littleBits in a row: each hands on what it lets through, and a light changes nothing to what follows", () => {
  const world = new World();
  const snap = (...chain: [bit: "button" | "dimmer" | "led", value: number][]) => {
    const bits = chain.map(([bit, value]) => ({ bit, value }));
    world.apply({
      control: "bits",
      board: "circuit-littlebits",
      component: "potentiometer",
      chain: bits,
    });
    const { value, chain: now = [] } = world.component("circuit-littlebits", "potentiometer");
    return [value, ...now.filter(({ bit }) => bit === "led").map((led) => led.value)];
  };
  expect(snap(["button", 0], ["led", 1])).toEqual([0, 0]);
  expect(snap(["button", 1], ["led", 0])).toEqual([1, 1]);
  expect(snap(["dimmer", 0.25], ["led", 0])).toEqual([0.25, 0.25]);
  expect(snap(["led", 0], ["dimmer", 0.25])).toEqual([0.25, 1]);
  expect(snap()).toEqual([1]);
});

test("a row of bits and a string stay when a plan is put on, and come back as they were at a reset", () => {
  const world = new World();
  const chain = [{ bit: "dimmer" as const, value: 0.5 }];
  world.apply({ control: "bits", board: "circuit-littlebits", component: "potentiometer", chain });
  world.apply({ control: "swing", board: "pendule", component: "accelerometer", metres: 1, degrees: 20 });
  world.rewire("circuit-littlebits", littleBitsPlan);
  world.rewire("pendule", pendulumPlan);
  expect(world.component("circuit-littlebits", "potentiometer")).toMatchObject({ chain, value: 0.5 });
  expect(world.component("pendule", "accelerometer").swing).toEqual({ metres: 1, degrees: 20 });
  world.apply({ control: "reset" });
  expect(world.component("circuit-littlebits", "potentiometer")).toMatchObject({
    chain: [{ bit: "button" }, { bit: "led" }],
    value: 0,
  });
  expect(world.component("pendule", "accelerometer").swing).toEqual({ metres: 0.25, degrees: 0 });
  world.apply({ control: "tilt", board: "pendule", component: "accelerometer", x: 30, y: 0 });
  expect(world.component("pendule", "accelerometer").swing).toBeUndefined();
});

const bench = planOf(
  { id: "press", kind: "force", pin: "A0" },
  { id: "voice", kind: "sound-level", pin: "A1" },
  { id: "tilted", kind: "accelerometer", pin: "I2C", options: { chip: "mpu6050", address: "0x68" } },
  { id: "air", kind: "thermometer", pin: "I2C", options: { address: "0x19" } },
  { id: "far", kind: "time-of-flight", pin: "I2C" },
  { id: "knob", kind: "potentiometer", pin: "A2" },
  { id: "lamp", kind: "relay", pin: "D7", options: { activeLow: true } },
  { id: "screen", kind: "lcd", pin: "I2C" },
);

test("the kit's boards lie there as their plans say", () => {
  const plain = ({ id, kind, pin, pins, settings, colours }: ReturnType<typeof component>) =>
    JSON.stringify([id, kind, pin, pins, settings, colours]);
  for (const [id, plan] of [
    ["carte-capteurs", defaultPlan],
    ["carte-atelier", workshopPlan],
    ["circuit-littlebits", littleBitsPlan],
    ["pendule", pendulumPlan],
    ["carte-fleche", pointerPlan],
  ] as const) {
    const parts = defaultKit()
      .boards.find((one) => one.id === id)
      ?.components.map(plain);
    expect(partsOfPlan(plan).map(plain)).toEqual(parts);
  }
});

test("a board is wired anew as a plan says: parts on both stay as they are, the hand moves the new ones", () => {
  const world = new World();
  world.apply({ control: "knob-turn", board, component: "knob", ratio: 0.8 });
  world.rewire(board, bench);
  expect(kitSchema.parse(world.snapshot())).toEqual(world.snapshot());
  expect(world.board(board).components.map(({ id }) => id)).toEqual(bench.components.map(({ id }) => id));
  expect(component(world, "knob").value).toBe(0.8);
  expect(component(world, "tilted").settings).toEqual({ address: 0x68, chip: "mpu6050" });
  expect(component(world, "lamp").settings).toEqual({ activeLow: true });
  world.apply({ control: "force", board, component: "press", newtons: 4 });
  world.apply({ control: "noise", board, component: "voice", level: 0.5 });
  world.apply({ control: "tilt", board, component: "tilted", x: 30, y: -10 });
  world.apply({ control: "obstacle", board, component: "far", metres: 0.4 });
  world.apply({ control: "room-temperature", celsius: 12.5 });
  expect(["press", "voice", "far", "air"].map((id) => component(world, id).value)).toEqual([
    4, 0.5, 0.4, 12.5,
  ]);
  expect(component(world, "tilted").tilt).toEqual({ x: 30, y: -10 });
});

test("a reset puts the parts back to rest, not the wiring", () => {
  const world = new World();
  world.rewire(board, bench);
  const wired = world.snapshot();
  world.apply({ control: "force", board, component: "press", newtons: 4 });
  world.apply({ control: "tilt", board, component: "tilted", x: 30, y: -10 });
  world.apply({ control: "reset" });
  expect(component(world, "knob").value).toBe(0.35);
  world.apply({
    control: "knob-turn",
    board,
    component: "knob",
    ratio: component(new World(), "knob").value,
  });
  expect(world.snapshot()).toEqual(wired);
});

test("only a board with pins is wired by a plan", () => {
  expect(() => new World().rewire("lecteur-rfid", bench)).toThrow(LaboError);
});

test("a hand turns what a rangefinder of sound looks at, and somebody walks farther from a motion detector", () => {
  const world = new World();
  const at = { board: "carte-atelier" } as const;
  world.apply({ control: "obstacle", ...at, component: "echo", metres: 0.5, degrees: 45 });
  world.apply({ control: "obstacle", ...at, component: "echo", metres: 0.6, wool: true });
  expect(world.component("carte-atelier", "echo")).toMatchObject({
    value: 0.6,
    target: { degrees: 45, wool: true },
  });
  world.apply({ control: "movement", ...at, component: "motion", moving: true });
  expect(world.component("carte-atelier", "motion")).toMatchObject({ value: 1, metres: 2 });
  world.apply({ control: "movement", ...at, component: "motion", moving: true, metres: 6 });
  world.apply({ control: "movement", ...at, component: "motion", moving: false });
  expect(world.component("carte-atelier", "motion")).toMatchObject({ value: 0, metres: 6 });
});
