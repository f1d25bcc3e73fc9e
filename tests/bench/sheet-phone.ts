// A sheet opened on a phone that knows nothing of the bench yet: from the touch on its address to the words of its parts on
// the screen, in a real Chromium whose processor is slowed four times. Two networks: the local Wi-Fi, which is what a phone
// has here, and Lighthouse's "slow 4G", for who comes by a tunnel. Chromium takes Brotli from this computer; over the local
// network browsers take gzip, a tenth larger.
import type { Page } from "playwright-core";
import { createApiClient } from "../helpers/api-client.ts";
import { startBridge } from "../helpers/bridge-process.ts";
import { eventually } from "../helpers/eventually.ts";
import { hasBrowser, launchBrowser, withoutBrowser } from "./browser.ts";
import { type Measurement, type Reading, type RunOutcome, under } from "./measurement.ts";

const slowedTimes = 4;
const sheet = "f1-balise";
const bytesPerMegabit = 125_000;

interface Network {
  readonly name: string;
  /** Round trip, milliseconds. */
  readonly latencyMs: number;
  /** Megabits a second. */
  readonly down: number;
  readonly up: number;
  readonly isAim: boolean;
}

/** Wi-Fi: what a crowded hall leaves to one phone; chosen. Slow 4G: the throttling of Lighthouse's mobile reports. */
const networks: readonly Network[] = [
  { name: "Wi-Fi of the room (10 ms, 20 Mbit/s)", latencyMs: 10, down: 20, up: 10, isAim: true },
  { name: "slow 4G (150 ms, 1.6 Mbit/s)", latencyMs: 150, down: 1.6, up: 0.75, isAim: false },
];

/** What a person waits for, in milliseconds from the navigation. */
interface Opening {
  /** The title of the sheet is on the screen. */
  readonly title: number;
  /** So are the words of every part that is not folded, as they are meant to be. */
  readonly words: number;
  /** A word of the glossary, touched again and again, explains itself: the program has the page in hand. */
  readonly touch: number;
}

/** In the page, before anything of it: notes when things are on the screen, and asks for no frame of its own until then. */
function watchOpening() {
  const opening: Partial<Record<keyof Opening, number>> = {};
  Object.assign(window, { opening });
  const touchEveryMs = 50;
  // What is there as a frame begins is drawn with it; a message sent meanwhile is read after. (The next frame begins later by
  // all that the program does in between, half a second of it.)
  const painted = (note: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = note;
      port2.postMessage(undefined);
    });
  const is = (selector: string, least = 1) => document.querySelectorAll(selector).length >= least;
  const awaited: Record<"title" | "words", () => boolean> = {
    title: () => is("main h1"),
    words: () => is("[data-part=how] strong, [data-part=do] li", 3) && is("[data-part=care] p"),
  };
  const left = new Set<keyof typeof awaited>(["title", "words"]);
  const written = new MutationObserver(() => {
    for (const one of left) {
      if (!awaited[one]()) continue;
      left.delete(one);
      painted(() => {
        opening[one] = performance.now();
        if (one === "words") touch();
      });
    }
    if (left.size === 0) written.disconnect();
  });
  written.observe(document, { childList: true, subtree: true });
  const touch = () => {
    const word = document.querySelector<HTMLElement>("dfn button");
    word?.click();
    requestAnimationFrame(() => {
      if (word?.getAttribute("aria-expanded") === "true") opening.touch = performance.now();
      else setTimeout(touch, touchEveryMs);
    });
  };
}

async function open(page: Page, address: string, network: Network): Promise<Opening> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: network.latencyMs,
    downloadThroughput: network.down * bytesPerMegabit,
    uploadThroughput: network.up * bytesPerMegabit,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowedTimes });
  await page.addInitScript(watchOpening);
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(
    () => (window as unknown as { opening: Partial<Opening> }).opening.touch !== undefined,
    undefined,
    // By default it would look at each frame, and make frames to look at.
    { timeout: 60_000, polling: 250 },
  );
  const opening = await page.evaluate(() => (window as unknown as { opening: Opening }).opening);
  // Who comes back has closed it: a page left open goes on fetching, and has its share of the network.
  await page.close();
  return opening;
}

/** Some seconds after a bench opens its sheets are written as pages; a room takes longer than that to sit down. */
async function pageWrittenAhead(address: string): Promise<void> {
  await eventually(
    async () => {
      const response = await fetch(address, { headers: { accept: "text/html" } });
      return (await response.text()).includes("data-part=");
    },
    "the page of the sheet is written",
    120_000,
  );
}

async function measure(): Promise<RunOutcome> {
  const bridge = await startBridge();
  const browser = await launchBrowser();
  try {
    const api = createApiClient(bridge.page);
    await eventually(
      async () => (await api.call("devices")).devices.length >= 6,
      "the kit’s devices are on the bench",
      120_000,
    );
    const address = `${bridge.page}/fiches/${sheet}`;
    await pageWrittenAhead(address);
    const readings: Reading[] = [];
    for (const network of networks) {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true });
      const first = await open(await context.newPage(), address, network);
      // The same browser comes back: what does not change is there already.
      const again = await open(await context.newPage(), address, network);
      await context.close();
      const aim = network.isAim ? { aim: under(1000, "ms") } : {};
      readings.push(
        { name: `${network.name}: title`, value: first.title, unit: "ms" },
        { name: `${network.name}: words of every part`, value: first.words, unit: "ms", ...aim },
        { name: `${network.name}: a touch is answered`, value: first.touch, unit: "ms" },
        { name: `${network.name}: words, second visit`, value: again.words, unit: "ms", ...aim },
        { name: `${network.name}: a touch is answered, second visit`, value: again.touch, unit: "ms" },
      );
    }
    return {
      readings,
      notes: [`processor slowed ${slowedTimes} times, 360 px; the bench runs on the same computer`],
    };
  } finally {
    await browser.close();
    await bridge.stop();
    bridge.clean();
  }
}

export const sheetPhone: Measurement = {
  name: "sheet-phone",
  title: "A sheet opened on a slow phone",
  run: () => (hasBrowser ? measure() : Promise.resolve({ readings: [], notes: [withoutBrowser] })),
};
