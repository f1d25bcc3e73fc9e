// A simulated board follows its plan: parts the kit has not from the start, end to end through johnny-five and the firmware.
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { KitControl } from "#contract/kit.ts";
import { createBoardPlans } from "../../bridge/boards/board-plans.ts";
import { workshopPlan } from "../../bridge/boards/plan.ts";
import { createClock } from "../../bridge/clock.ts";
import { kitBoards, wireKitByPlans } from "../../bridge/house/kit-wiring.ts";
import type { VirtualKit } from "../../bridge/virtual-kit/kit.ts";
import { createVirtualKit } from "../../bridge/virtual-kit/virtual-kit.ts";
import { planOf } from "../helpers/board-plans.ts";
import { eventually } from "../helpers/eventually.ts";
import { type SerialBench, startSerialBench } from "../helpers/serial-bench.ts";

const device = "usb-labo-vk-io-02";
const board = kitBoards[device] ?? "";
const sensors = planOf(
  { id: "press", kind: "force", pin: "A0" },
  { id: "voice", kind: "sound-level", pin: "A1" },
  { id: "tilted", kind: "accelerometer", pin: "I2C" },
  { id: "turned", kind: "accelerometer", pin: "I2C", options: { chip: "mpu6050", address: "0x68" } },
  { id: "air", kind: "thermometer", pin: "I2C", options: { address: "0x19" } },
  { id: "far", kind: "time-of-flight", pin: "I2C" },
  { id: "low", kind: "relay", pin: "A3", options: { activeLow: true } },
  { id: "high", kind: "relay", pin: "D7" },
  { id: "screen", kind: "lcd", pin: "I2C", options: { address: "0x3f" } },
);
let kit: VirtualKit;
let bench: SerialBench;
const plans = createBoardPlans({
  kept: () => [{ device, plan: JSON.stringify(sensors) }],
  keep: () => undefined,
  given: { [device]: workshopPlan },
});

beforeAll(async () => {
  const clock = createClock();
  kit = createVirtualKit({
    clock,
    seed: 1,
    logger: pino({ level: "silent" }),
    firmwareFolder: fileURLToPath(new URL("../../firmware", import.meta.url)),
  });
  wireKitByPlans(kit, plans);
  await kit.start();
  for (const { id } of kit.snapshot().boards)
    await kit.control({ control: "plug", board: id, plugged: id === board, silent: false });
  bench = startSerialBench({ virtual: kit.serial, real: false }, { clock, plans });
  await eventually(() => bench.health(device)?.state === "ready", "the board is ready");
});
afterAll(async () => {
  await bench.serial.stop();
  await kit.stop();
});

const readings = () => bench.states.get(device)?.readings ?? {};
const near = (channel: string, wanted: number, within: number) =>
  eventually(
    () => Math.abs((readings()[channel] ?? Number.NaN) - wanted) <= within,
    `${channel} near ${wanted}, within ${within}`,
  );
const parts = () => kit.snapshot().boards.find(({ id }) => id === board)?.components ?? [];
const part = (id: string) => parts().find((one) => one.id === id);
const hand = (control: KitControl) => kit.control(control);

it("is wired from the start as its kept plan says", async () => {
  expect(parts().map(({ id }) => id)).toEqual(sensors.components.map(({ id }) => id));
  await eventually(() => "far" in readings() && "turnedZ" in readings(), "its parts speak");
  expect(bench.health(device)?.state).toBe("ready");
});

it("feels a finger, hears a noise, knows how it is turned, how warm the room is and how far the wall", async () => {
  await near("press", 0, 0.3);
  await hand({ control: "force", board, component: "press", newtons: 1 });
  await near("press", 50, 0.5);
  await hand({ control: "noise", board, component: "voice", level: 0.25 });
  await near("voice", 25, 0.5);
  await hand({ control: "tilt", board, component: "tilted", x: 90, y: 0 });
  await hand({ control: "tilt", board, component: "turned", x: 0, y: 30 });
  await near("tiltedX", -9.81, 0.05);
  await near("turnedY", -4.9, 0.05);
  await near("turnedZ", 8.49, 0.05);
  await hand({ control: "room-temperature", celsius: -4.5 });
  await near("air", -4.5, 0.01);
  await hand({ control: "obstacle", board, component: "far", metres: 0.317 });
  await near("far", 0.317, 0);
  await hand({ control: "obstacle", board, component: "far", metres: 3 });
  await eventually(() => !("far" in readings()), "nothing there is no distance");
  await hand({ control: "wire", board, component: "air", connected: false });
  await eventually(() => bench.health(device)?.code === "BOARD_COMPONENT_FAILED", "a loose wire is told");
  await hand({ control: "wire", board, component: "air", connected: true });
  await near("air", -4.5, 0.01);
  await eventually(() => bench.health(device)?.state === "ready", "all is well again");
});

it("moves relays of both kinds, writes on its display, and asks for no more current than it says", async () => {
  const states = () => [part("low")?.value, part("high")?.value];
  expect(states()).toEqual([0, 0]);
  for (const [state, shown] of [
    ["on", 1],
    ["off", 0],
  ] as const)
    for (const id of ["low", "high"]) {
      expect(await bench.command(device, `${id}.set`, { state })).toMatchObject({ ok: true });
      await eventually(() => part(id)?.value === shown && readings()[id] === shown, `${id} ${state}`);
    }
  await bench.command(device, "screen.print", { line1: "Salle des phares", line2: "-4,5 °C" });
  await eventually(() => part("screen")?.text?.[1] === "-4,5 °C         ", "both lines");
  expect(part("screen")).toMatchObject({ value: 1, text: ["Salle des phares", "-4,5 °C         "] });
});

it("follows another plan on the same line: other parts, other pins, and the kit's own again", async () => {
  plans.set(
    device,
    planOf(
      { id: "lamp", kind: "rgb-led", pin: "D3", options: { common: "anode" } },
      { id: "contact", kind: "button", pin: "D12", options: { pullUp: false } },
      { id: "dots", kind: "strip", pin: "D7", options: { pixels: 3 } },
    ),
  );
  await eventually(() => parts().length === 3 && readings().contact === 0, "wired anew");
  // A common anode is dark while its pins are high.
  await eventually(() => part("lamp")?.colours?.[0] === "#000000", "dark");
  await bench.command(device, "lamp.set", { red: 100, green: 0, blue: 40 });
  await eventually(() => /^#ff006[5-7]$/.test(part("lamp")?.colours?.[0] ?? ""), "its colour");
  await hand({ control: "button", board, component: "contact", pressed: true });
  await eventually(() => readings().contact === 1, "a contact to the supply");
  await bench.command(device, "dots.light", { position: 2, red: 0, green: 100, blue: 0 });
  await eventually(() => part("dots")?.colours?.join() === "#000000,#00ff00,#000000", "the second of three");
  await hand({ control: "room-temperature", celsius: 20 });
  plans.clear(device);
  await eventually(() => part("echo") !== undefined, "its own parts");
  await near("echo", 1, 0.01);
  await near("climateTemperature", 20, 0.05);
});
