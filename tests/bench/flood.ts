// 2,000 advertisements a second from 500 changing addresses, for ten minutes, in real time: through a dongle's bytes into
// the bridge as people run it, virtual kit and all, while a real browser shows the bench. Memory, and what the page feels.
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { createApiClient } from "../helpers/api-client.ts";
import { startBridge } from "../helpers/bridge-process.ts";
import { eventually } from "../helpers/eventually.ts";
import { hasSocat } from "../helpers/pty-cable.ts";
import { hasBrowser, launchBrowser, withoutBrowser } from "./browser.ts";
import { createCrowd } from "./crowd.ts";
import { atLeast, type Measurement, type Reading, type RunOutcome, under } from "./measurement.ts";
import { cpuSeconds, hasProc, withoutProc } from "./processes.ts";
import { percentile } from "./statistics.ts";
import { watchMemory } from "./watched-memory.ts";

const perSecond = 2000;
const addresses = 500;
const addressLifeMs = 10_000;
const usualMinutes = 10;
const calmMs = 15_000;

/** Counts, in the page, its frames and how long each waited for the one before. */
async function watchFrames(page: Page) {
  await page.evaluate(() => {
    const gaps: number[] = [];
    Object.assign(window, { frameGaps: gaps });
    let before = performance.now();
    const frame = () => {
      const now = performance.now();
      gaps.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return {
    /** Since the last time. */
    take: () =>
      page.evaluate(() => {
        const gaps = Reflect.get(window, "frameGaps") as number[];
        return gaps.splice(0);
      }),
  };
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function pageReadings(calm: readonly number[], flooded: readonly number[]): Reading[] {
  const perSecondOf = (gaps: readonly number[]) => (gaps.length * 1000) / sumOf(gaps);
  const calmName = "page, calm: frames";
  return [
    { name: calmName, value: perSecondOf(calm), unit: "/s" },
    {
      name: "page, flooded: frames",
      value: perSecondOf(flooded),
      unit: "/s",
      against: calmName,
      aim: atLeast(30, "/s"),
    },
    { name: "page, calm: p99 between two frames", value: percentile(calm, 0.99), unit: "ms" },
    {
      name: "page, flooded: p99 between two frames",
      value: percentile(flooded, 0.99),
      unit: "ms",
      aim: under(100, "ms"),
    },
    { name: "page, flooded: longest wait for a frame", value: Math.max(...flooded), unit: "ms" },
  ];
}

async function measure(minutes: number): Promise<RunOutcome> {
  const crowd = await createCrowd();
  const bridge = await startBridge({ args: ["--bluetooth", crowd.path] });
  const browser = await launchBrowser();
  try {
    const pid = bridge.process.pid ?? 0;
    const api = createApiClient(bridge.page);
    await eventually(crowd.isHeard, "noble scans through the dongle", 60_000);
    await eventually(
      async () => (await api.call("devices")).devices.length >= 6,
      "the kit’s devices are there",
      120_000,
    );
    const page = await browser.newPage();
    await page.goto(`${bridge.page}/`);
    await page.waitForSelector("main", { timeout: 60_000 });
    const frames = await watchFrames(page);
    await pause(calmMs / 3);
    await frames.take();
    await pause(calmMs);
    const calm = await frames.take();

    const memory = watchMemory(pid, 0.1);
    const cpuBefore = cpuSeconds(pid);
    const began = performance.now();
    crowd.begin({ perSecond, addresses, addressLifeMs });
    const flooded: number[] = [];
    const heard: number[] = [];
    while (performance.now() - began < minutes * 60_000) {
      await pause(Math.min(5000, minutes * 6000));
      flooded.push(...(await frames.take()));
      const bench = await api.call("bench");
      for (const { health } of Object.values(bench.bridges))
        if (health !== undefined) heard.push(health.advertisementsPerSecond);
    }
    const seconds = (performance.now() - began) / 1000;
    const { sent, addresses: distinct } = crowd.end();
    return {
      readings: [
        { name: "sent", value: sent / seconds, unit: "/s" },
        { name: "heard, as the bridge tells (p50)", value: percentile(heard, 0.5), unit: "/s" },
        { name: "bridge: processor", value: (cpuSeconds(pid) - cpuBefore) / seconds, unit: "cores" },
        ...memory.end(),
        ...pageReadings(calm, flooded),
      ],
      notes: [
        `${minutes} minutes of real time; ${addresses} addresses at a time, ${distinct.toLocaleString("en")} in all, each for ${addressLifeMs / 1000} s`,
        "the default kit runs too; Chromium without a graphics card, on the same computer as all the rest",
      ],
    };
  } finally {
    await browser.close();
    await bridge.stop();
    bridge.clean();
    await crowd.stop();
  }
}

const missing = !hasProc
  ? withoutProc
  : !hasSocat
    ? "left out: socat is missing (Debian: apt install socat)"
    : hasBrowser
      ? undefined
      : withoutBrowser;

export const flood: Measurement = {
  name: "flood",
  title: "Flood: 2,000 advertisements a second from 500 changing addresses",
  group: "long",
  run: ({ minutes = usualMinutes }) =>
    missing === undefined ? measure(minutes) : Promise.resolve({ readings: [], notes: [missing] }),
};
