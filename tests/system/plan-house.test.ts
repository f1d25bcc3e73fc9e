// A whole bench: the trainer keeps a plan, the simulated board is wired so, and is still after the bench was started again.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readConfig } from "../../bridge/config.ts";
import { createLabo } from "../../bridge/labo.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { planOf } from "../helpers/board-plans.ts";
import { eventually } from "../helpers/eventually.ts";

const device = "usb-labo-vk-io-01";
/** A sensor on I2C is set up by some eighty messages, each through the simulated board. */
const slowMs = 120_000;
const data = mkdtempSync(join(tmpdir(), "labo-plan-"));
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function withBench(act: (api: ReturnType<typeof createApiClient>) => Promise<void>): Promise<void> {
  const outcome = readConfig(
    ["--port", "0", "--mqtt-port", "0", "--bluetooth", "off", "--data", data, "--log-level", "silent"],
    {},
  );
  if (outcome.kind !== "config") throw new Error("no configuration");
  const labo = createLabo(outcome.config);
  try {
    const { page, trainerLink } = await labo.start();
    const api = createApiClient(page.replace(/\/$/, ""));
    await api.open(new URL(trainerLink).pathname);
    await act(api);
  } finally {
    await labo.stop();
  }
}

const wired = async (api: ReturnType<typeof createApiClient>) =>
  (await api.call("kit")).boards.find(({ id }) => id === "carte-capteurs")?.components.map(({ id }) => id);
const far = async (api: ReturnType<typeof createApiClient>) =>
  (await api.call("devices")).devices.find((one) => one.device.id === device)?.state?.readings.far;

it("follows the plan kept on its page, now and after another start", async () => {
  const plan = planOf({ id: "far", kind: "time-of-flight", pin: "I2C" });
  await withBench(async (api) => {
    await eventually(
      async () => (await api.call("devices")).devices.some((one) => one.device.id === device),
      "the board is found",
    );
    expect(await wired(api)).toContain("knob");
    await api.call("setBoardPlan", { id: device, body: plan });
    await eventually(async () => (await far(api)) === 1, "its distance", slowMs);
    expect(await wired(api)).toEqual(["far"]);
  });
  await withBench(async (api) => {
    expect(await wired(api)).toEqual(["far"]);
    await eventually(async () => (await far(api)) === 1, "its distance again", slowMs);
    await api.call("clearBoardPlan", { id: device });
    await eventually(async () => (await wired(api))?.includes("knob"), "the kit's own again");
  });
});
