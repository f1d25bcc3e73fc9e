// What a first visit weighs: bodies over the local network, where browsers take gzip alone. Bytes and requests, no time: a
// page that grows past its budget is told of here, with what weighs most.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient } from "../helpers/api-client.ts";
import { type BridgeProcess, startBridge } from "../helpers/bridge-process.ts";
import { launchBrowser, whyNoBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { fetchedBy, gzippedBytes } from "../helpers/fetched.ts";

const reason = whyNoBrowser();
const title = "first visits";

/** Kilobytes of all bodies, and how many requests. */
const budgets = [
  { page: "the bench", path: "/", kilobytes: 250, requests: 50 },
  // Its renderer of Markdown is a sixth of it, and comes after the words are read.
  { page: "a sheet", path: "/fiches/f1-balise", kilobytes: 310, requests: 32 },
] as const;

/** Kilobytes until a sheet can be read: its page, its styles, and the script that settles light or dark. */
const untilReadKilobytes = 40;

describe.skipIf(reason !== undefined)(reason === undefined ? title : `${title} (left out: ${reason})`, () => {
  let bridge: BridgeProcess;
  let browser: Browser;

  beforeAll(async () => {
    bridge = await startBridge();
    browser = await launchBrowser();
    const api = createApiClient(bridge.page);
    await eventually(
      async () => (await api.call("devices")).devices.length >= 6,
      "the kit’s devices are here",
    );
  });
  afterAll(async () => {
    await browser?.close();
    await bridge?.stop();
    bridge?.clean();
  });

  const weigh = async (path: string) => {
    const page = await browser.newPage();
    const urls = (await fetchedBy(page, bridge.page + path)).map(({ url }) => url);
    await page.close();
    const weights = await Promise.all(
      urls.map(async (url) => ({ url, kilobytes: (await gzippedBytes(url)) / 1000 })),
    );
    return weights.sort((a, b) => b.kilobytes - a.kilobytes);
  };
  const sum = (weights: readonly { readonly kilobytes: number }[]) =>
    weights.reduce((total, { kilobytes }) => total + kilobytes, 0);
  const told = (weights: readonly { readonly url: string; readonly kilobytes: number }[]) =>
    weights
      .slice(0, 8)
      .map(({ url, kilobytes }) => `${new URL(url).pathname} ${kilobytes.toFixed(1)} kB`)
      .join(", ");

  it.each(budgets)("$page stays within its budget", async ({ page, path, kilobytes, requests }) => {
    const weights = await weigh(path);
    process.stdout.write(`${page}: ${sum(weights).toFixed(1)} kB in ${weights.length} requests\n`);
    expect(sum(weights), told(weights)).toBeLessThan(kilobytes);
    expect(weights.length).toBeLessThan(requests);
    expect(weights.filter(({ url }) => !url.startsWith(bridge.page))).toEqual([]);
  });

  it("a sheet is read with a small part of it", async () => {
    const page = "/fiches/f1-balise";
    const html = await (await fetch(bridge.page + page, { headers: { accept: "text/html" } })).text();
    const [frame = ""] = html.split("<body>");
    const blocking = [...frame.matchAll(/<link rel="stylesheet"[^>]* href="([^"]+)"|<script src="([^"]+)"/g)];
    const paths = [page, ...blocking.map(([, style, script]) => style ?? script ?? "")];
    const weights = await Promise.all(
      paths.map(async (path) => ({
        url: bridge.page + path,
        kilobytes: (await gzippedBytes(bridge.page + path)) / 1000,
      })),
    );
    expect(weights.length).toBeGreaterThan(3);
    expect(sum(weights), told(weights)).toBeLessThan(untilReadKilobytes);
  });
});
