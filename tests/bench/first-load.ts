// What a first visit of the page brings over the wire: every response of a browser that knows nothing yet, as received.
// Chromium takes Brotli from this computer; over the local network, without https, browsers only take gzip: both told.
import { get } from "node:http";
import type { CDPSession } from "playwright-core";
import { createApiClient } from "../helpers/api-client.ts";
import { startBridge } from "../helpers/bridge-process.ts";
import { eventually } from "../helpers/eventually.ts";
import { hasBrowser, launchBrowser, withoutBrowser } from "./browser.ts";
import { type Measurement, type RunOutcome, under } from "./measurement.ts";

interface Fetched {
  readonly url: string;
  readonly type: string;
  /** Bytes of the body on the wire. */
  bytes: number;
  headerBytes: number;
  /** Bytes after decompression. */
  plainBytes: number;
  done: boolean;
}

const quietMs = 1500;
const limitMs = 60_000;
const kilobyte = 1000;

/** Everything the page fetches, as the browser counts it. */
async function record(session: CDPSession): Promise<Map<string, Fetched>> {
  const fetched = new Map<string, Fetched>();
  session.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
    fetched.set(requestId, {
      url: request.url,
      type: type ?? "?",
      bytes: 0,
      headerBytes: 0,
      plainBytes: 0,
      done: false,
    });
  });
  session.on("Network.responseReceived", ({ requestId, response }) => {
    const one = fetched.get(requestId);
    // Nothing but the header has come at this moment.
    if (one !== undefined) one.headerBytes = response.encodedDataLength;
  });
  session.on("Network.dataReceived", ({ requestId, dataLength }) => {
    const one = fetched.get(requestId);
    if (one !== undefined) one.plainBytes += dataLength;
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const one = fetched.get(requestId);
    if (one === undefined) return;
    one.bytes = encodedDataLength - one.headerBytes;
    one.done = true;
  });
  session.on("Network.loadingFailed", ({ requestId }) => void fetched.delete(requestId));
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: false });
  return fetched;
}

/** Bytes of the body as sent to a browser that takes gzip alone. */
function gzippedBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "gzip" } }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () => resolve(bytes));
      response.on("error", reject);
    }).on("error", reject);
  });
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
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    const fetched = await record(session);
    await page.goto(`${bridge.page}/`);
    await page.waitForSelector("main", { timeout: limitMs });
    let known = 0;
    let since = performance.now();
    await eventually(
      () => {
        const busy = [...fetched.values()].some(({ done, type }) => !done && type !== "WebSocket");
        if (busy || fetched.size !== known) since = performance.now();
        known = fetched.size;
        return performance.now() - since > quietMs;
      },
      "nothing more is fetched",
      limitMs,
    );
    const all = [...fetched.values()].filter(
      ({ url, type }) => url.startsWith("http") && type !== "WebSocket",
    );
    const foreign = all.filter(({ url }) => !url.startsWith(bridge.page));
    const sum = (of: (one: Fetched) => number) => all.reduce((total, one) => total + of(one), 0) / kilobyte;
    let gzipped = 0;
    for (const { url } of all) gzipped += (await gzippedBytes(url)) / kilobyte;
    const plain = "bodies, not compressed";
    const headers = sum(({ headerBytes }) => headerBytes);
    const local = sum(({ bytes }) => bytes);
    const largest = [...all].sort((a, b) => b.bytes - a.bytes).slice(0, 5);
    const types = [...new Set(all.map(({ type }) => type))].map((type) => {
      const own = all.filter((one) => one.type === type);
      const kb = own.reduce((total, { bytes }) => total + bytes, 0) / kilobyte;
      return `${type} ${own.length} × = ${kb.toFixed(1)} kB`;
    });
    return {
      readings: [
        { name: plain, value: sum(({ plainBytes }) => plainBytes), unit: "kB" },
        {
          name: "bodies, from this computer (Brotli)",
          value: local,
          unit: "kB",
          against: plain,
          aim: under(250, "kB"),
        },
        {
          name: "bodies, over the local network (gzip)",
          value: gzipped,
          unit: "kB",
          against: plain,
          aim: under(250, "kB"),
        },
        { name: "headers of the responses", value: headers, unit: "kB" },
        { name: "all, from this computer", value: local + headers, unit: "kB", aim: under(250, "kB") },
        { name: "all, over the local network", value: gzipped + headers, unit: "kB", aim: under(250, "kB") },
        { name: "requests", value: all.length, unit: "" },
        { name: "requests to other computers", value: foreign.length, unit: "", aim: under(1, "") },
      ],
      notes: [
        types.join(", "),
        `largest: ${largest
          .map(({ url, bytes }) => `${new URL(url).pathname} ${(bytes / kilobyte).toFixed(1)} kB`)
          .join(", ")}`,
      ],
    };
  } finally {
    await browser.close();
    await bridge.stop();
    bridge.clean();
  }
}

export const firstLoad: Measurement = {
  name: "first-load",
  title: "First load of the page",
  run: () => (hasBrowser ? measure() : Promise.resolve({ readings: [], notes: [withoutBrowser] })),
};
