// Everything a page fetches on a first visit, as its browser received it, until nothing more comes.
import { get } from "node:http";
import type { Page } from "playwright-core";
import { eventually } from "./eventually.ts";

export interface Fetched {
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

/**
 * Opens an address in a page that has opened nothing yet, for somebody who asked to spare data: what comes ahead of need,
 * once a page has been there for seconds, does not.
 * @returns what it fetched by HTTP.
 */
export async function fetchedBy(page: Page, address: string): Promise<readonly Fetched[]> {
  const session = await page.context().newCDPSession(page);
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
  await page.addInitScript(() =>
    Object.defineProperty(navigator, "connection", { value: { saveData: true } }),
  );
  await page.goto(address);
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
  return [...fetched.values()].filter(({ url, type }) => url.startsWith("http") && type !== "WebSocket");
}

/** Bytes of the body as sent to a browser that takes gzip alone. */
export function gzippedBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "gzip", accept: "text/html, */*" } }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () => resolve(bytes));
      response.on("error", reject);
    }).on("error", reject);
  });
}
