// A chart on a slow computer: four series at ten samples a second over five minutes, in a real Chromium whose processor is
// slowed four times. The pages are served alone, so that nothing else uses the processor; the samples come by the live
// socket, as the bridge sends them.
import type { Page } from "playwright-core";
import { livePath } from "#contract/api.ts";
import type { Bench } from "#contract/bench.ts";
import { type LiveMessage, liveRequestSchema, type Sample } from "#contract/live.ts";
import { startDevServer } from "../dashboard/dev-server.ts";
import { bench, board } from "../dashboard/fixtures.ts";
import { eventually } from "../helpers/eventually.ts";
import { hasBrowser, launchBrowser, withoutBrowser } from "./browser.ts";
import { atLeast, type Measurement, type RunOutcome } from "./measurement.ts";

const slowedTimes = 4;
const stepMs = 100;
const historySeconds = 300;
const measuredMs = 8000;
const channels = ["one", "two", "three", "four"] as const;

/** The bench of the pages’ fixtures, its board with four channels of one unit. */
function benchOfFour(): Bench {
  const entry = bench.devices[board.id];
  if (entry === undefined) throw new Error("the fixtures have no board");
  const device = {
    ...entry.device,
    channels: channels.map((id) => ({ id, quantity: "temperature" as const, name: { fr: id, en: id } })),
  };
  return { ...bench, devices: { ...bench.devices, [board.id]: { ...entry, device } } };
}

function sampleAt(n: number): Sample {
  return {
    time: new Date(Date.UTC(2026, 2, 21, 14) + n * stepMs).toISOString(),
    mono: n * stepMs,
    readings: Object.fromEntries(
      channels.map((id, i) => [id, 20 + 2 * i + Math.sin(n / (9 + 7 * i)) + 0.3 * Math.sin(n * 1.7 + i)]),
    ),
  };
}

/** Speaks to the page as the bridge’s live socket does. @returns how to stop. */
async function feed(page: Page): Promise<() => void> {
  const timers: NodeJS.Timeout[] = [];
  await page.routeWebSocket(new RegExp(`${livePath}$`), (socket) => {
    const send = (message: LiveMessage) => socket.send(JSON.stringify(message));
    const one = (samples: Sample[]) => ({ samples, events: [], frames: [] });
    const told = new Set<string>();
    socket.onMessage((text) => {
      for (const wanted of liveRequestSchema.parse(JSON.parse(text.toString())).feeds) {
        if (told.has(wanted)) continue;
        told.add(wanted);
        if (wanted === "bench") send({ type: "bench-snapshot", data: benchOfFour() });
        if (wanted !== `device:${board.id}`) continue;
        let n = (historySeconds * 1000) / stepMs;
        send({
          type: "device-snapshot",
          device: board.id,
          data: one(Array.from({ length: n }, (_, i) => sampleAt(i))),
        });
        timers.push(
          setInterval(() => {
            send({ type: "device-delta", device: board.id, data: one([sampleAt(n)]) });
            n += 1;
          }, stepMs),
        );
      }
    });
  });
  return () => timers.forEach(clearInterval);
}

interface Frames {
  /** Frames the browser showed, per second; drawings of the lines, and of what moves over them. */
  readonly shown: number;
  readonly drawn: number;
  readonly over: number;
  /** The longest time between two frames, milliseconds. */
  readonly longest: number;
}

interface Counter {
  drawings: { lines: number; over: number };
}

/** Counts frames for a while. @param dragging moves the nearest cursor at each frame, so that each is a new drawing. */
function countFrames(page: Page, ms: number, dragging: boolean): Promise<Frames> {
  return page.evaluate(
    ([ms, dragging]) =>
      new Promise<Frames>((resolve) => {
        const counter = window as unknown as Counter;
        const over = document.querySelector(".u-over");
        const box = over?.getBoundingClientRect();
        const begin = performance.now();
        const before = { ...counter.drawings };
        let [frames, last, longest] = [0, begin, 0];
        const frame = (now: number) => {
          frames += 1;
          longest = Math.max(longest, now - last);
          last = now;
          if (dragging && over !== null && box !== undefined)
            over.dispatchEvent(
              new PointerEvent("pointermove", {
                buttons: 1,
                clientX: box.left + box.width * (0.3 + 0.2 * Math.sin(frames / 20)),
                clientY: box.top + box.height / 2,
              }),
            );
          if (now - begin < ms) requestAnimationFrame(frame);
          else {
            const seconds = (now - begin) / 1000;
            resolve({
              shown: frames / seconds,
              drawn: (counter.drawings.lines - before.lines) / seconds,
              over: (counter.drawings.over - before.over) / seconds,
              longest,
            });
          }
        };
        requestAnimationFrame(frame);
      }),
    [ms, dragging] as const,
  );
}

async function measure(): Promise<RunOutcome> {
  const server = await startDevServer();
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    // A canvas is cleared once for each drawing.
    await context.addInitScript(() => {
      const { drawings } = Object.assign(window, { drawings: { lines: 0, over: 0 } });
      const clear = CanvasRenderingContext2D.prototype.clearRect;
      CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        if (this.canvas.closest(".uplot") !== null)
          drawings[this.canvas.className === "labo-strip-layer" ? "over" : "lines"] += 1;
        clear.apply(this, box);
      };
      localStorage.setItem("labo.tools", "all");
    });
    const page = await context.newPage();
    const stop = await feed(page);
    await page.goto(`${server.url}/appareil/${board.id}`);
    await page.locator(".uplot").waitFor();
    await page.getByLabel("Durée affichée").selectOption(String(historySeconds));
    await page.getByRole("button", { name: "Autres courbes", exact: true }).click();
    const own = page.getByRole("group", { name: "Cet appareil" });
    for (const box of await own.getByRole("checkbox").all()) await box.check();
    await page.getByRole("button", { name: "Autres courbes", exact: true }).click();
    await eventually(
      async () => (await page.locator("figcaption svg").count()) >= channels.length,
      "four series are in the legend",
      20_000,
    );
    const session = await context.newCDPSession(page);
    const plain = await countFrames(page, measuredMs / 2, false);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowedTimes });
    const following = await countFrames(page, measuredMs, false);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await page.getByRole("button", { name: "Curseurs A et B", exact: true }).click();
    await page.getByRole("button", { name: "Suivre le direct" }).click();
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowedTimes });
    const dragging = await countFrames(page, measuredMs, true);
    stop();
    const aim = atLeast(30, "/s");
    return {
      readings: [
        { name: "frames shown, full speed", value: plain.shown, unit: "/s" },
        { name: `frames shown, slowed ${slowedTimes} times`, value: following.shown, unit: "/s", aim },
        { name: "drawings of the chart while it follows (10 samples/s)", value: following.drawn, unit: "/s" },
        { name: "longest frame while it follows", value: following.longest, unit: "ms" },
        { name: "drawings of a cursor that is dragged", value: dragging.over, unit: "/s", aim },
        { name: "drawings of the lines meanwhile", value: dragging.drawn, unit: "/s" },
        { name: "longest frame while it is dragged", value: dragging.longest, unit: "ms" },
      ],
      notes: [
        `${channels.length} series × ${historySeconds} s × ${1000 / stepMs} samples/s; no graphics processor: Chromium draws with the same processor`,
        "the cursor is moved at every frame, while the chart follows what comes",
      ],
    };
  } finally {
    await browser.close();
    await server.stop();
  }
}

export const charts: Measurement = {
  name: "charts",
  title: "Chart of four series on a slow computer",
  run: () => (hasBrowser ? measure() : Promise.resolve({ readings: [], notes: [withoutBrowser] })),
};
