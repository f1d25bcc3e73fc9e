// What a first visit of the page brings over the wire: every response of a browser that knows nothing yet, as received.
// Chromium takes Brotli from this computer; over the local network, without https, browsers only take gzip: both told.
import { createApiClient } from "../helpers/api-client.ts";
import { startBridge } from "../helpers/bridge-process.ts";
import { eventually } from "../helpers/eventually.ts";
import { type Fetched, fetchedBy, gzippedBytes } from "../helpers/fetched.ts";
import { hasBrowser, launchBrowser, withoutBrowser } from "./browser.ts";
import { type Measurement, type RunOutcome, under } from "./measurement.ts";

const kilobyte = 1000;

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
    const all = await fetchedBy(page, `${bridge.page}/`);
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
