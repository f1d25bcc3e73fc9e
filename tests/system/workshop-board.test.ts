// The kit's workshop board end to end: the committed firmware in a simulated Uno, its parts on the pins, johnny-five above.
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createBoardPlans } from "../../bridge/boards/board-plans.ts";
import { workshopPlan } from "../../bridge/boards/plan.ts";
import { createClock } from "../../bridge/clock.ts";
import type { VirtualKit } from "../../bridge/virtual-kit/kit.ts";
import { createVirtualKit } from "../../bridge/virtual-kit/virtual-kit.ts";
import { planOf } from "../helpers/board-plans.ts";
import { eventually } from "../helpers/eventually.ts";
import { type SerialBench, startSerialBench } from "../helpers/serial-bench.ts";

const board = "carte-atelier";
const kept = new Map<string, string>();
const plans = createBoardPlans({
  kept: () => [],
  keep: (device, plan) => void kept.set(device, plan ?? "forgotten"),
  given: { "usb-labo-vk-io-02": workshopPlan },
});
let kit: VirtualKit;
let bench: SerialBench;
let device = "";

beforeAll(async () => {
  const clock = createClock();
  kit = createVirtualKit({
    clock,
    seed: 1,
    logger: pino({ level: "silent" }),
    firmwareFolder: fileURLToPath(new URL("../../firmware", import.meta.url)),
  });
  await kit.start();
  for (const { id } of kit.snapshot().boards)
    await kit.control({ control: "plug", board: id, plugged: id === board, silent: false });
  bench = startSerialBench({ virtual: kit.serial, real: false }, { clock, plans });
  device = await eventually(
    () => [...bench.devices.keys()].find((id) => bench.health(id)?.state === "ready"),
    "the board is ready",
  );
  await eventually(() => "echoEcho" in (bench.states.get(device)?.readings ?? {}), "its first readings");
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
const part = (id: string) => {
  const found = kit
    .snapshot()
    .boards.find((one) => one.id === board)
    ?.components.find((component) => component.id === id);
  if (found === undefined) throw new Error(`no part ${id}`);
  return found;
};
const connect = (component: string, connected: boolean) =>
  kit.control({ control: "wire", board, component, connected });

it("tells the distance to what is before it, to half a centimetre in warm and cold air, and nothing when there is nothing", async () => {
  await kit.control({ control: "room-temperature", celsius: 20 });
  for (const metres of [0.2, 0.5, 1, 3.9]) {
    await kit.control({ control: "obstacle", board, component: "echo", metres });
    await near("echo", metres, 0.005);
  }
  await kit.control({ control: "obstacle", board, component: "echo", metres: 5 });
  await eventually(() => !("echo" in readings()), "no distance");
  // The raw time stays: a module that heard nothing holds its pulse long.
  expect(readings().echoEcho).toBeGreaterThan(30_000);
  await kit.control({ control: "obstacle", board, component: "echo", metres: 1 });
  await kit.control({ control: "room-temperature", celsius: 0 });
  // Sound is slower in the cold: a plan that believes in 20 °C sees a metre 3.6 cm too far.
  await near("echo", 1.036, 0.005);
  await kit.control({ control: "room-temperature", celsius: 21.5 });
});

it("sees somebody move, and forgets who keeps still", async () => {
  await eventually(() => readings().motion === 0, "nobody");
  await kit.control({ control: "movement", board, component: "motion", moving: true });
  await eventually(() => readings().motion === 1, "movement");
  await kit.control({ control: "movement", board, component: "motion", moving: false });
  await eventually(() => readings().motion === 0, "stillness", 20_000);
});

it("reads the chips on the bus; one whose wire is off is told, and comes back by itself", async () => {
  await kit.control({ control: "room-temperature", celsius: 18 });
  await kit.control({ control: "room-light", lux: 150 });
  await near("climateTemperature", 18, 0.05);
  await near("climateHumidity", 46, 0.5);
  await near("climatePressure", 101_300, 20);
  await near("lux", 150, 1);
  await connect("lux", false);
  await eventually(() => bench.health(device)?.code === "BOARD_COMPONENT_FAILED", "the loss is told");
  expect(bench.health(device)?.reason?.fr).toContain("(lux)");
  await eventually(() => !("lux" in readings()), "no light told");
  await near("climateTemperature", 18, 0.05);
  await connect("lux", true);
  await near("lux", 150, 1);
  await eventually(() => bench.health(device)?.state === "ready", "all is well again");
});

it("lights three colours and a strip, no brighter than its plan allows, and estimates the current", async () => {
  const white = { red: 100, green: 100, blue: 100 };
  expect(await bench.command(device, "rgb.set", { red: 100, green: 50, blue: 0 })).toMatchObject({
    ok: true,
  });
  await eventually(() => /^#ff(7f|80|81)00$/.test(part("rgb").colours?.[0] ?? ""), "orange");
  await bench.command(device, "rgb.set", { red: 0, green: 0, blue: 0 });
  expect(
    await bench.command(device, "strip.light", { position: 3, red: 0, green: 100, blue: 20 }),
  ).toMatchObject({
    ok: true,
  });
  await eventually(() => part("strip").colours?.[2] === "#00ff33", "one LED");
  expect(part("strip").colours?.filter((colour) => colour !== "#000000")).toHaveLength(1);
  // Eight LEDs all white ask for 480 mA; the plan says 400.
  expect(await bench.command(device, "strip.fill", white)).toMatchObject({ ok: true });
  await eventually(() => part("strip").colours?.every((colour) => colour === "#d5d5d5"), "held back");
  await eventually(() => Math.abs((readings().strip ?? 0) - 83.3) < 0.1, "its brightness");
  // The board, an echo, a movement, two chips: 77 mA; and the strip.
  await near("boardCurrent", 0.477, 0.001);
  await bench.command(device, "strip.fill", { red: 0, green: 0, blue: 0 });
  await eventually(() => part("strip").colours?.every((colour) => colour === "#000000"), "dark");
});

it("does not flash a strip faster than three times a second", async () => {
  // Asked all at once: however slow the computer, they come faster than that.
  const asked = [100, 0, 100, 0, 100, 0, 100, 0, 100, 0].map((red) =>
    bench.command(device, "strip.fill", { red, green: 0, blue: 0 }),
  );
  const codes = (await Promise.all(asked)).map((one) => (one?.ok === false ? one.problem.code : undefined));
  expect(codes).toContain("FLASH_LIMIT");
  expect(codes).toContain(undefined);
});

it("plays a note and ends it", async () => {
  expect(await bench.command(device, "piezo.play", { frequency: 440, ms: 1000 })).toMatchObject({ ok: true });
  await eventually(() => Math.abs(part("piezo").value - 440) <= 2, "the note");
  await eventually(() => part("piezo").value === 0 && readings().piezo === 0, "silence");
});

it("its Uno takes less than a fifth of a processor", async () => {
  await eventually(() => {
    const found = kit.snapshot().boards.find((one) => one.id === board);
    return found !== undefined && found.load > 0 && found.load < 0.2 && found.speed > 0.9;
  }, "its load");
});

it("is wired anew when its plan changes, on the same line, and back again", async () => {
  const opened = bench.of("device-found").length;
  await bench.command(device, "rgb.set", { red: 100, green: 100, blue: 100 });
  await eventually(() => part("rgb").colours?.[0] === "#ffffff", "white");
  plans.set(
    device,
    planOf(
      { id: "green", kind: "led", pin: "D6" },
      { id: "echo", kind: "sonar", pin: "D7", options: { airCelsius: 18 } },
    ),
  );
  const channels = () =>
    bench.devices
      .get(device)
      ?.channels.map(({ id }) => id)
      .join();
  await eventually(() => channels() === "green,echo,echoEcho,boardCurrent", "the channels of its new plan");
  // What the old wiring left on goes to rest.
  await eventually(() => part("rgb").colours?.[0] === "#000000", "dark");
  await near("echo", 1, 0.005);
  await eventually(() => !("lux" in readings()), "nothing of the old plan");
  expect(await bench.command(device, "green.set", { level: 100 })).toMatchObject({ ok: true });
  await eventually(() => part("rgb").colours?.[0] === "#00ff00", "green alone");
  expect(await bench.command(device, "rgb.set", { red: 0, green: 0, blue: 0 })).toMatchObject({
    problem: { code: "COMMAND_UNKNOWN" },
  });
  plans.clear(device);
  await near("climateTemperature", 18, 0.05);
  expect(kept.get(device)).toBe("forgotten");
  expect(bench.of("device-found").length).toBe(opened);
});

it("is calibrated by two points, and keeps the raw value beside", async () => {
  await kit.control({ control: "room-temperature", celsius: 0 });
  plans.set(
    device,
    planOf({
      id: "echo",
      kind: "sonar",
      pin: "D7",
      // Two boards measured with a tape, in air that the plan does not know of.
      calibration: {
        points: [
          { read: 0.207, true: 0.2 },
          { read: 1.036, true: 1 },
        ],
        date: "2026-11-25T12:00:00.000Z",
        author: "Camille",
      },
    }),
  );
  await kit.control({ control: "obstacle", board, component: "echo", metres: 0.5 });
  await near("echo", 0.5, 0.01);
  await near("echoRaw", 0.518, 0.005);
  plans.clear(device);
});
